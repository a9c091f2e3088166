import type { z } from 'zod';
import { traceSchema, type Trace } from './trace.ts';

/** One thing that is wrong with a file: where, and what to do. */
export interface FileProblem {
  /** Such as `changes[2].at`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A file that cannot be used. The message is for people: the file, each place, what to do. */
export class TraceError extends Error {
  override name = 'TraceError';
  constructor(what: string, file: string, readonly problems: readonly FileProblem[]) {
    super([`The ${what} ${file} cannot be used:`, ...problems.map(({ path, message }) => (path === '' ? `- ${message}` : `- ${path}: ${message}`))].join('\n'));
  }
}

/** More problems than this are not read by anybody. */
const mostProblems = 20;

/** Checks the text of a trace. Throws a TraceError that names `file`. */
export function parseTrace(file: string, text: string): Trace {
  const trace = parseFile('trace', file, text, traceSchema);
  // Those of one moment stay in the order in which they are written.
  return { ...trace, changes: trace.changes.toSorted((a, b) => a.at - b.at) };
}

/** Checks the text of a JSON file against a schema. Throws a TraceError that names `file`. */
export function parseFile<T>(what: string, file: string, text: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new TraceError(what, file, [{ path: '', message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]);
  }
  const result = schema.safeParse(content, { reportInput: true });
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(problemsOf);
  const more = problems.length - mostProblems;
  throw new TraceError(what, file, more > 0 ? [...problems.slice(0, mostProblems), { path: '', message: `and ${more} more of them` }] : problems);
}

function problemsOf(issue: z.core.$ZodIssue): FileProblem[] {
  const path = issue.path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');
  switch (issue.code) {
    case 'unrecognized_keys': return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: issue.message }));
    case 'invalid_type': return [{ path, message: issue.input === undefined ? `is missing; it has to be ${a(issue.expected)}` : `has to be ${a(issue.expected)}` }];
    case 'invalid_value': return [{ path, message: issue.values.length > 1 ? `has to be one of: ${issue.values.map(String).join(', ')}` : issue.message }];
    case 'too_small': return [{ path, message: `has to ${measure(issue.origin)} at least ${issue.minimum}` }];
    case 'too_big': return [{ path, message: `has to ${measure(issue.origin)} at most ${issue.maximum}` }];
    default: return [{ path, message: issue.message }];
  }
}

const a = (expected: string): string => (expected === 'array' ? 'a list' : expected === 'object' || expected === 'record' ? 'an object' : `a ${expected}`);
const measure = (origin: string): string => (origin === 'array' ? 'have, in entries,' : origin === 'string' ? 'have, in characters,' : 'be');
