import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { scenarioSchema, type Scenario } from './scenario.ts';
import { ScenarioError, type ScenarioProblem } from './scenario-error.ts';
import { shippedScenarios } from './scenarios/index.ts';

/** More problems than this are not read by anybody. */
const mostProblems = 20;

const wordOf: Record<string, string> = { int: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', tuple: 'a list' };

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');

function sizeOf(origin: string, bound: 'at least' | 'at most', size: number | bigint): string {
  if (origin === 'array') return `has to have ${bound} ${size} ${Number(size) === 1 ? 'entry' : 'entries'}`;
  return `has to be ${bound} ${size}${origin === 'string' ? ' characters long' : ''}`;
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined && issue.message.endsWith('undefined') ? `is missing; add ${wordOf[issue.expected] ?? issue.expected}` : `has to be ${wordOf[issue.expected] ?? issue.expected}`;
    case 'too_small': return sizeOf(issue.origin, 'at least', issue.minimum);
    case 'too_big': return sizeOf(issue.origin, 'at most', issue.maximum);
    default: return issue.message;
  }
}

function problemsOf(issue: z.core.$ZodIssue): ScenarioProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: issue.message }));
  if (issue.code === 'invalid_key') return [{ path: pathOf(issue.path), message: issue.issues.map((each) => each.message).join('; ') }];
  // Of a union only the option that came closest helps, if it got as far as into the value.
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.filter((errors) => errors.every((each) => each.path.length > 0 || each.code === 'unrecognized_keys'));
    if (inside.length === 1) return inside[0]!.flatMap((each) => problemsOf({ ...each, path: [...issue.path, ...each.path] }));
  }
  return [{ path: pathOf(issue.path), message: messageOf(issue) }];
}

/** Checks what a scenario file holds. Throws a ScenarioError that names `file`. */
export function parseScenario(file: string, content: unknown): Scenario {
  const result = scenarioSchema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(problemsOf);
  const more = problems.length - mostProblems;
  throw new ScenarioError(file, more > 0 ? [...problems.slice(0, mostProblems), { path: '', message: `and ${more} more of them` }] : problems);
}

/** "line 3, column 7" of an offset that a message of JSON.parse gives. */
function placeIn(text: string, message: string): string {
  const offset = /position (\d+)/.exec(message)?.[1];
  const before = offset === undefined ? text : text.slice(0, Number(offset));
  const lines = before.split('\n');
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** Checks the text of a scenario file. Throws a ScenarioError that names `file`. */
export function parseScenarioText(file: string, text: string): Scenario {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ScenarioError(file, [{ path: '', message: `is not JSON at ${placeIn(text, message)}; look for a comma, a quote or a bracket there that is missing or too many (${message})` }]);
  }
  return parseScenario(file, content);
}

/** A shipped scenario by its id, or a file by its path. Rejects with a ScenarioError; nothing else has happened then. */
export async function loadScenario(idOrPath: string): Promise<Scenario> {
  const shipped = shippedScenarios.find((each) => each.id === idOrPath);
  if (shipped) return parseScenario(shipped.id, shipped.content);
  if (!/[/\\]|\.json$/i.test(idOrPath)) {
    throw new ScenarioError(`"${idOrPath}"`, [{ path: '', message: `is not shipped; use one of ${shippedScenarios.map((each) => each.id).join(', ')}, or the path of a file that ends in .json` }]);
  }
  const file = resolve(idOrPath);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ScenarioError(file, [{ path: '', message: `cannot be read; see that it is there and that you may read it (${error instanceof Error ? error.message : String(error)})` }]);
  }
  return parseScenarioText(file, text.replace(/^\uFEFF/, ''));
}
