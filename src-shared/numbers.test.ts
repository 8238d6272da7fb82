import { expect, test } from 'vitest'
import {
  formatBytes,
  formatChange,
  formatCount,
  formatCounted,
  formatProbability,
  formatProbabilityTo,
  formatSeconds,
  formatShare,
  formatSigned,
} from './numbers.ts'

test('counts are grouped by thousands', () => {
  expect(formatCount(1956)).toBe('1,956')
  expect(formatCount(1_000_000)).toBe('1,000,000')
  expect(formatCounted(1, 'record')).toBe('1 record')
  expect(formatCounted(412, 'record')).toBe('412 records')
  expect(formatCounted(2, 'class', 'classes')).toBe('2 classes')
})

test('a share is a percentage with a space that does not break', () => {
  expect(formatShare(0.71)).toBe('71\u00a0%')
  expect(formatShare(0.7149, 1)).toBe('71.5\u00a0%')
  expect(formatShare(0)).toBe('0\u00a0%')
  expect(formatShare(1)).toBe('100\u00a0%')
})

test('a share that is neither none nor all does not read like it', () => {
  expect(formatShare(0.0001)).toBe('<1\u00a0%')
  expect(formatShare(0.0001, 1)).toBe('<0.1\u00a0%')
  expect(formatShare(0.9999)).toBe('>99\u00a0%')
  expect(formatShare(0.9999, 1)).toBe('>99.9\u00a0%')
})

test('only certainty reads 0.00 or 1.00', () => {
  expect(formatProbability(0.714)).toBe('0.71')
  expect(formatProbability(0)).toBe('0.00')
  expect(formatProbability(1)).toBe('1.00')
  expect(formatProbability(0.9999)).toBe('>0.99')
  expect(formatProbability(0.0001)).toBe('<0.01')
  expect(formatProbabilityTo(3, 0.9999)).toBe('>0.999')
  expect(formatProbabilityTo(3, 0.9984)).toBe('0.998')
  expect([0.5, 0.5].map(formatProbability)).toEqual(['0.50', '0.50'])
})

test('weights carry their sign', () => {
  expect(formatSigned(1.94)).toBe('+1.9')
  expect(formatSigned(-0.6)).toBe('\u22120.6')
  expect(formatSigned(-0.01)).toBe('±0.0')
  expect(formatChange(3)).toBe('+3')
  expect(formatChange(-1200)).toBe('\u22121,200')
  expect(formatChange(0)).toBe('±0')
})

test('file sizes have a unit that fits', () => {
  expect(formatBytes(0)).toBe('0\u00a0B')
  expect(formatBytes(512)).toBe('512\u00a0B')
  expect(formatBytes(1536)).toBe('1.5\u00a0KB')
  expect(formatBytes(240_000_000)).toBe('240\u00a0MB')
})

test('seconds are exact where they are few, and a dash where nothing tells', () => {
  expect([formatSeconds(undefined), formatSeconds(2.345), formatSeconds(34.5)]).toEqual(['–', '2.3 s', '35 s'])
})
