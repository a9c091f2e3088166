/** Whether the installers' test can run here: it makes a deb, and installs it in a root of its own. */
import { commandPath, run } from '../setup/command.mjs';
import { SetUpError } from '../setup/say.mjs';
import { ensureElectronBuilder } from '../package.mjs';

const commands = ['dpkg', 'dpkg-deb', 'setpriv', 'mount', 'pivot_root'];

/** @returns {Promise<string | undefined>} why it cannot, in words; undefined when it can */
export async function packageObstacle() {
  if (process.platform !== 'linux') return 'it installs a deb, which needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, to install in a root of its own';
  const missing = commands.filter((name) => commandPath(name) === undefined);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const unshare = commandPath('unshare');
  if (unshare === undefined) return 'not installed: unshare';
  const trial = await run(unshare, ['--mount', '--pid', '--fork', '--propagation', 'private', 'sh', '-c',
    'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && mkdir "$d/u" "$d/w" "$d/r" && mount -t overlay overlay -o "lowerdir=/,upperdir=$d/u,workdir=$d/w" "$d/r"'], { limit: 10_000 });
  if (trial.code !== 0) return `this machine lets nobody lay a root of their own over its own: ${trial.output.trim()}`;
  try {
    await ensureElectronBuilder();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    return error.message.split('\n')[0];
  }
  return undefined;
}
