import { z } from 'zod';
import { scenarioSchema } from './scenario.ts';

/** The JSON schema of scenario files, as text: for editors. What refers from one place of a file to another it cannot say. */
export function scenarioJsonSchema(): string {
  return `${JSON.stringify({ title: 'A scenario of Handover’s simulated network', ...z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`;
}
