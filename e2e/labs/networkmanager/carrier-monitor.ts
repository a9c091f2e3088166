import type { ChildProcess } from 'node:child_process';
import type { NetworkManagerLab } from './lab.ts';

/**
 * When the kernel announces that a device lost its carrier. It holds such news back for up to a second after other
 * news of the kind, so a driver's promptness is measured from here, not from the pulled cable.
 */
export class CarrierMonitor {
  private constructor(readonly monitor: ChildProcess, readonly lost: Promise<number>) {}

  static async start(lab: NetworkManagerLab, device: string): Promise<CarrierMonitor> {
    const monitor = lab.start('ip', '-o', 'monitor', 'link', 'dev', device);
    let seen = '';
    let listening: () => void;
    const isListening = new Promise<void>(resolve => { listening = resolve; });
    const lost = new Promise<number>(resolve => {
      monitor.stdout?.on('data', chunk => {
        listening();
        seen += String(chunk);
        if (seen.includes('NO-CARRIER')) resolve(performance.now());
      });
    });
    // It says nothing when it is ready, so it is given news until it repeats one.
    const poke = setInterval(() => lab.run('ip', 'link', 'set', device, 'alias', `seen${Math.random()}`), 20);
    await isListening;
    clearInterval(poke);
    return new CarrierMonitor(monitor, lost);
  }

  stop(): void { this.monitor.kill('SIGKILL'); }
}
