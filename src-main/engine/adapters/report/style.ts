/** The theme's tokens that pictures and tables use; a test holds them to those of the screens. */
export const tokens = `
  --ground: light-dark(#f6f7f9, #121418);
  --surface: light-dark(#ffffff, #181b20);
  --raised: light-dark(#ffffff, #20242b);
  --line: light-dark(#e2e5ea, #2a2f37);
  --line-strong: light-dark(#c5cad3, #434a56);
  --text: light-dark(#1b1e24, #e5e8ed);
  --text-muted: light-dark(#535a66, #a6adb9);
  --text-faint: light-dark(#646b78, #8d95a2);
  --accent: light-dark(#3457d5, #8aa4ff);
  --good: light-dark(#176f43, #5fc48e);
  --warn: light-dark(#855400, #e2ab4f);
  --bad: light-dark(#b3261e, #f4877f);
  --class-0-fill: light-dark(#e69f00, #d99a13);
  --class-1-fill: light-dark(#56b4e9, #56b0e0);
  --class-2-fill: light-dark(#16a37c, #1fa882);
  --class-3-fill: light-dark(#e8da2e, #dccf3f);
  --class-4-fill: light-dark(#0072b2, #2f7fcf);
  --class-5-fill: light-dark(#de6a14, #e0702a);
  --class-6-fill: light-dark(#cc79a7, #cf80ac);
  --class-7-fill: light-dark(#4a515c, #a3abb8);
`

export const style = `
:root {
  color-scheme: light dark;
  --font: system-ui, sans-serif;${tokens}}
* { box-sizing: border-box; }
body {
  max-width: 1080px;
  margin: 0 auto;
  padding: 40px 32px 80px;
  background: var(--surface);
  color: var(--text);
  font: 400 14px/22px var(--font);
  font-variant-numeric: tabular-nums;
}
h1 { margin: 0 0 4px; font: 600 26px/34px var(--font); letter-spacing: -0.01em; }
h2 { margin: 40px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); font: 600 18px/26px var(--font); }
h3 { margin: 0; font: 600 14px/22px var(--font); }
p { margin: 0 0 8px; max-width: 80ch; }
.lead { font-size: 16px; line-height: 26px; }
.muted, figcaption p, summary { color: var(--text-muted); }
figcaption p { margin: 0 0 4px; font-size: 12.5px; line-height: 18px; }
ul { margin: 0; padding-left: 20px; max-width: 80ch; }
.numbers { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 16px 0; }
.numbers dt { color: var(--text-muted); font-size: 12.5px; }
.numbers dd { margin: 0; font-size: 22px; line-height: 28px; font-weight: 600; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th { text-align: start; color: var(--text-muted); font-weight: 500; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.number { text-align: end; white-space: nowrap; }
.scroll { overflow-x: auto; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 32px 40px; margin-top: 24px; align-items: start; }
figure { margin: 0; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 0; list-style: none; color: var(--text-muted); font-size: 12.5px; }
.legend svg { margin-inline-end: 6px; vertical-align: middle; }
summary { cursor: pointer; font-size: 12.5px; }
footer { margin-top: 48px; color: var(--text-faint); font-size: 12.5px; }
@media (width < 800px) { .charts { grid-template-columns: minmax(0, 1fr); } body { padding: 24px 16px; } }
@media print { :root { color-scheme: light; } body { padding: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`
