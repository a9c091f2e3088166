/** What the numbers were measured on, in general words. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** For example "2 cores (Intel Xeon), 24 GB, Debian GNU/Linux 12, Node 20.20.2; load when it began 0.3". */
export function machine() {
  const model = cpus()[0]?.model.replace(/\((R|TM)\)|CPU|Processor|@.*$/g, '').replace(/\s+/g, ' ').trim() ?? 'unknown';
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, ${system()}, Node ${process.versions.node}; load when it began ${load}`;
}

function system() {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
