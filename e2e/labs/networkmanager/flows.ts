import type { ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Internet, type NetworkManagerLab } from './lab.ts';

export type FlowKind = 'datagrams' | 'bound' | 'stream' | 'connections';
export interface FlowResult { sent: number; lost: number; longestGap: number; lostAt: number[] }

/** Traffic that runs inside the lab's machine, to the far side of its internet and back; see flow-probe.mjs. */
export class Flows {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  /** @param interval ms between two packets of a flow; 5 when not given */
  constructor(lab: NetworkManagerLab, interval?: number) {
    this.#child = lab.start(process.execPath, fileURLToPath(new URL('flow-probe.mjs', import.meta.url)), ...(interval === undefined ? [] : [String(interval)]));
    const reader: Interface = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    this.#lines = reader[Symbol.asyncIterator]();
  }

  /** Starts a flow in both address families, as `NAME 4` and `NAME 6`; ends when both run. */
  async start(name: string, kind: FlowKind): Promise<void> {
    for (const [family, address] of [['4', Internet.echo4], ['6', Internet.echo6]] as const) {
      this.#child.stdin?.write(`${JSON.stringify({ start: `${name} ${family}`, kind, address })}\n`);
      await this.#lines.next();
    }
  }

  /** A flow says no more, in both families; ends when what it said is answered, or lost. */
  async stop(name: string): Promise<void> {
    for (const family of ['4', '6']) {
      this.#child.stdin?.write(`${JSON.stringify({ stop: `${name} ${family}` })}\n`);
      await this.#lines.next();
    }
  }

  /** Ends all flows and gives what was counted. */
  async finish(): Promise<Record<string, FlowResult>> {
    this.#child.stdin?.end(`${JSON.stringify({ finish: true })}\n`);
    const { value } = await this.#lines.next();
    return (JSON.parse(value as string) as { flows: Record<string, FlowResult> }).flows;
  }

  kill(): void { this.#child.kill('SIGKILL'); }
}

/** Only the names and what they lost, for an assertion that reads well. */
export const losses = (flows: Record<string, FlowResult>): Record<string, number> => Object.fromEntries(Object.entries(flows).map(([name, { lost }]) => [name, lost]));
