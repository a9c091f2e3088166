import type { WifiLab } from './lab.ts';

/** Pings from the guest to an address behind its access points, five a second. */
export class Pinging {
  constructor(readonly lab: WifiLab, readonly address: string) {}

  async begin(): Promise<void> { await this.lab.run(`ping -i 0.2 -q ${this.address} > /run/lab/ping 2>&1 < /dev/null & echo $! > /run/lab/ping.pid`); }

  /** Ends with how many were sent, and were not answered. */
  async end(): Promise<{ sent: number; lost: number }> {
    // The last answer is on its way.
    const told = await this.lab.run('sleep 1; kill -INT $(cat /run/lab/ping.pid); while kill -0 $(cat /run/lab/ping.pid) 2> /dev/null; do sleep 0.1; done; cat /run/lab/ping');
    const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(told) ?? [];
    return { sent: Number(sent), lost: Number(sent) - Number(received) };
  }
}
