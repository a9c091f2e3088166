import { createInterface } from 'node:readline';

/** The other side of contestant.mjs: answers each word on stdin with a line of JSON until stdin ends. */
export async function answer(how: (word: string) => unknown): Promise<void> {
  for await (const word of createInterface({ input: process.stdin })) {
    let said: unknown;
    try {
      said = await how(word);
    } catch (error) {
      said = { error: error instanceof Error ? error.stack ?? error.message : String(error) };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}
