import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { driverChoices } from '../app/contract/values.ts';
import type { HostOptions } from '../app/host/host.ts';

/**
 * Handover's own command-line arguments. Every one has the form --name or --name=value. What is not ours is left
 * to Chromium and Node (--no-sandbox, --ozone-platform=…), but a switch that is nearly ours counts as mistyped.
 */
export interface Arguments {
  /** What the host is to be opened with: driver, scenario (a name, or the absolute path of a file), speed, seed. */
  readonly host: Readonly<Omit<HostOptions, 'dataFolder'>>;
  readonly dataFolder?: string;
  /** Start without showing the window. */
  readonly hidden: boolean;
}

/** An argument that cannot be followed; the message says what would do. */
export class ArgumentError extends Error {
  override name = 'ArgumentError';
}

const ours = ['driver', 'scenario', 'speed', 'seed', 'data-folder', 'hidden'] as const;
type Name = (typeof ours)[number];

export function readArguments(argv: readonly string[]): Arguments {
  const given = new Map<Name, string | null>();
  for (const argument of argv) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) continue;
    const [, name = '', value = null] = match;
    if (isOurs(name)) given.set(name, value);
    else rejectMistyped(name);
  }
  return {
    hidden: flag(given, 'hidden'),
    ...optional('dataFolder', text(given, 'data-folder', '/home/me/handover')),
    host: {
      ...optional('driver', word(given, 'driver', driverChoices)),
      ...optional('scenario', scenario(given)),
      ...optional('speed', number(given, 'speed', 0.1, 100)),
      ...optional('seed', wholeNumber(given, 'seed')),
    },
  };
}

/** What to say where a host runs already: arguments that another one would have been opened with count for nothing. "": there are none. */
export function ignoredHere({ host }: Pick<Arguments, 'host'>): string {
  const names = (['driver', 'scenario', 'speed', 'seed'] as const).filter((name) => host[name] !== undefined).map((name) => `--${name}`);
  return names.length === 0 ? '' : `Handover runs already, and its network is shown. Ignored: ${names.join(', ')}. Quit it first, or start another one on a folder of its own by --data-folder.\n`;
}

const isOurs = (name: string): name is Name => (ours as readonly string[]).includes(name);

function rejectMistyped(name: string): void {
  const near = ours.find((own) => name.startsWith(own) || (name.length >= 4 && own.startsWith(name)));
  if (near) throw new ArgumentError(`--${name} is not known. Was --${near} meant?`);
}

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

function flag(given: Map<Name, string | null>, name: Name): boolean {
  if (!given.has(name)) return false;
  if (given.get(name) !== null) throw new ArgumentError(`--${name} takes no value.`);
  return true;
}

function text(given: Map<Name, string | null>, name: Name, example: string): string | undefined {
  if (!given.has(name)) return undefined;
  const value = given.get(name);
  if (!value) throw new ArgumentError(`--${name} needs a value, such as --${name}=${example}.`);
  return value;
}

function word<const W extends readonly string[]>(given: Map<Name, string | null>, name: Name, words: W): W[number] | undefined {
  const value = text(given, name, words[1] ?? '');
  if (value === undefined) return undefined;
  const known = words.find((one) => one === value);
  if (!known) throw new ArgumentError(`--${name}=${value} is not known. It can be ${words.join(', ')}.`);
  return known;
}

function number(given: Map<Name, string | null>, name: Name, least: number, most: number): number | undefined {
  const value = text(given, name, String(least));
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (!(parsed >= least && parsed <= most)) throw new ArgumentError(`--${name}=${value} is not a number from ${least} to ${most}.`);
  return parsed;
}

function wholeNumber(given: Map<Name, string | null>, name: Name): number | undefined {
  const value = number(given, name, 0, Number.MAX_SAFE_INTEGER);
  if (value !== undefined && !Number.isInteger(value)) throw new ArgumentError(`--${name}=${value} is not a whole number.`);
  return value;
}

/** A scenario that is written as a path is one, seen from where Handover was started. */
function scenario(given: Map<Name, string | null>): string | undefined {
  const value = text(given, 'scenario', 'walk-to-meeting-room');
  if (value === undefined || !/[/\\]|\.json$/.test(value)) return value;
  const path = resolve(value);
  if (!existsSync(path)) throw new ArgumentError(`--scenario=${value}: there is no such file.`);
  return path;
}
