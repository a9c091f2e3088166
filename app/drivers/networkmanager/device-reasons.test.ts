import { expect, test } from 'vitest';
import { failureOfSteps, knownReasons, stageOf } from './device-reasons.ts';

const [ipConfig, needAuth, config] = [70, 60, 50];

test('every reason up to the newest known has words that say more than its number', () => {
  expect(knownReasons()).toEqual(Array.from({ length: 79 }, (_, code) => code));
  for (const code of knownReasons()) expect(failureOfSteps([code], ipConfig).detail).toMatch(/^[A-Z].{15,}[.]$/);
});

test('an unknown reason keeps its number', () => {
  expect(failureOfSteps([4711], ipConfig)).toMatchObject({ code: 'failed', detail: expect.stringContaining('4711') as string });
});

test('the stage reached is told', () => {
  expect(failureOfSteps([0, 0, 5], ipConfig)).toMatchObject({ code: 'noAddress', stage: 'getting an address' });
  expect(stageOf(100)).toBeNull();
});

test('a wrong WPA2 password is called that: thrown out, asked again, nobody answered', () => {
  expect(failureOfSteps([0, 0, 8, 7], needAuth)).toMatchObject({ code: 'wrongSecret' });
});

test('a password that nobody gave is called that', () => {
  expect(failureOfSteps([0, 0, 7], needAuth)).toMatchObject({ code: 'secretNeeded' });
});

test('a network that is not found, which WPA3 says of a wrong password too, names both causes', () => {
  const { code, detail } = failureOfSteps([0, 0, 53], config);
  expect(code).toBe('notFound');
  expect(detail).toMatch(/password/);
});
