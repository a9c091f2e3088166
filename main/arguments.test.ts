import { describe, expect, test } from 'vitest';
import { ArgumentError, ignoredHere, readArguments } from './arguments.ts';

describe('command-line arguments', () => {
  test('none: everything is left to settings and defaults', () => {
    expect(readArguments([])).toEqual({ hidden: false, host: {} });
  });

  test('each one reaches its place', () => {
    expect(readArguments(['--driver=simulated', '--scenario=quiet-office', '--speed=4', '--seed=7', '--data-folder=/tmp/a b', '--hidden'])).toEqual({
      hidden: true, dataFolder: '/tmp/a b', host: { driver: 'simulated', scenario: 'quiet-office', speed: 4, seed: 7 },
    });
  });

  test('what belongs to Chromium and Node is left alone', () => {
    expect(readArguments(['/repository', '--no-sandbox', '--ozone-platform=x11', '--inspect=0', '-r', 'loader.js'])).toEqual({ hidden: false, host: {} });
  });

  test('a scenario written as a path is resolved from where Handover was started', () => {
    expect(readArguments(['--scenario=./package.json']).host.scenario).toBe(`${process.cwd()}/package.json`);
  });

  test.each([
    ['--driver=wired', 'auto, networkmanager, wifi, linux, simulated'],
    ['--driver', '--driver=networkmanager'],
    ['--scenario=', '--scenario=walk-to-meeting-room'],
    ['--scenario=./no/such.json', 'no such file'],
    ['--speed=0', '0.1 to 100'],
    ['--speed=fast', '0.1 to 100'],
    ['--speed=101', '0.1 to 100'],
    ['--seed=1.5', 'whole number'],
    ['--seed=-1', 'not a number from 0'],
    ['--hidden=yes', 'takes no value'],
    ['--scenari=x', '--scenario'],
    ['--data-folders=/tmp', '--data-folder'],
  ])('%s is refused, saying what would do', (argument, hint) => {
    expect(() => readArguments([argument])).toThrow(ArgumentError);
    expect(() => readArguments([argument])).toThrow(hint);
  });
});

describe('where a host runs already', () => {
  test('what another one would have been opened with is said to be ignored', () => {
    expect(ignoredHere(readArguments(['--driver=simulated', '--seed=7', '--hidden']))).toMatch(/^Handover runs already.*Ignored: --driver, --seed\..*--data-folder\.\n$/);
  });

  test('nothing is said where nothing of the kind was given', () => {
    expect(ignoredHere(readArguments(['--hidden', '--data-folder=/tmp/x']))).toBe('');
  });
});
