import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTrace, type TraceInput } from '../../app/core/roaming/replay/index.ts';

/** Writes a trace into its folder, each list entry on a line of its own so that a difference shows what changed. */
export async function writeTrace(folder: string, trace: TraceInput): Promise<void> {
  const file = join(folder, 'trace.json');
  const lines = Object.entries(trace).filter(([, value]) => value !== undefined).map(([key, value]) => `  ${JSON.stringify(key)}: ${Array.isArray(value) && value.length > 0
    ? `[\n${value.map((each) => `    ${spaced(each)}`).join(',\n')}\n  ]` : spaced(value)}`);
  const text = `{\n${lines.join(',\n')}\n}\n`;
  parseTrace(file, text);
  await mkdir(folder, { recursive: true });
  await writeFile(file, text);
}

/** JSON on one line, with a space after colons and commas. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`).join(', ')} }`;
}
