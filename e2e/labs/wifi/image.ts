import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accessPoints, deviceOf, dnsmasqConfiguration, enterpriseUsers, hostapdConfiguration, lab, labNames } from './access-points.ts';
import { hardware, Machine, type Image } from './machine.ts';
import { distribution, programPath } from './requirements.mjs';
import { untilAllAreHeard } from './station.ts';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../node_modules/.cache/handover-wifi-lab');
const packages = ['dbus', 'network-manager', 'wpasupplicant', 'hostapd', 'dnsmasq-base', 'iw', 'wireless-regdb', 'socat', 'iproute2', 'iputils-ping', 'udev', 'kmod', 'procps', 'openssl', 'wireguard-tools', 'openvpn', 'network-manager-openvpn', 'systemd-resolved'] as const;
const modules = ['virtio_pci', 'virtio_net', 'virtio_rng', 'mac80211_hwsim', 'bridge', 'dummy', 'veth', 'tun', 'wireguard'] as const;
/** Ciphers that mac80211 asks for by name when a key is set, and that no module names; some are built into some kernels. */
const ciphers = ['ccm', 'gcm', 'cmac', 'ctr', 'cbc', 'ecb', 'seqiv', 'ghash_generic', 'aes_generic', 'michael_mic', 'sha256_generic', 'sha512_generic', 'des_generic', 'crc32_generic', 'crc32c_generic'] as const;
/** What no test needs; the services of systemd, which does not run, would be started by the bus. */
const superfluous = [
  'usr/share/doc', 'usr/share/man', 'usr/share/info', 'usr/share/locale', 'usr/share/i18n', 'usr/share/zoneinfo', 'usr/share/perl', 'usr/share/perl5', 'usr/share/bash-completion',
  'usr/lib/x86_64-linux-gnu/perl-base', 'usr/lib/x86_64-linux-gnu/gconv', 'usr/lib/udev/hwdb.bin', 'usr/lib/udev/hwdb.d', 'usr/share/dbus-1/system-services', 'usr/lib/systemd/system',
  'var/lib/apt', 'var/lib/dpkg', 'var/cache', 'var/log', 'boot', 'dev', 'etc/machine-id',
] as const;

/** The image and the kept state of the lab's machine: built once, and anew when anything that it is made of has changed. */
export async function labImage(tell: (words: string) => void = () => undefined): Promise<Image> {
  const image = imageIn(join(cache, `image-${keyOf(everythingInside())}`));
  if (existsSync(image.state)) return image;
  const began = performance.now();
  tell('building the Wi-Fi lab: one to three minutes, once');
  const base = downloaded();
  const work = join(cache, `work-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  try {
    const made = build(base, work);
    const machine = await Machine.start(made);
    try {
      await untilAllAreHeard(machine);
      await machine.keep(made.state);
    } finally {
      await machine.stop();
    }
    const folder = dirname(image.state);
    rmSync(folder, { recursive: true, force: true });
    renameSync(dirname(made.state), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  tell(`the Wi-Fi lab is built, in ${Math.round((performance.now() - began) / 1000)} s`);
  return image;
}

const imageIn = (folder: string): Image => ({ kernel: join(folder, 'kernel'), files: join(folder, 'files.gz'), state: join(folder, 'state') });
const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const suite = (): string => distribution()['VERSION_CODENAME'] ?? 'stable';
const baseKey = (): string => keyOf(JSON.stringify([suite(), packages]));

function everythingInside(): string {
  const guest = readdirSync(join(here, 'guest')).sort().map(name => readFileSync(join(here, 'guest', name), 'utf8'));
  return JSON.stringify([baseKey(), run('qemu-system-x86_64', '--version'), hardware, modules, ciphers, superfluous, guest, accessPoints, labNames.map(hostapdConfiguration), dnsmasqConfiguration(), enterpriseUsers, readFileSync(join(here, 'machine.ts'), 'utf8')]);
}

/** The distribution's packages and kernel: what needs its package servers. */
function downloaded(): string {
  const folder = join(cache, `base-${baseKey()}`);
  if (existsSync(folder)) return folder;
  const part = `${folder}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  try {
    run('mmdebstrap', '--quiet', '--format=tar', '--variant=minbase', `--include=${packages.join(',')}`, suite(), join(part, 'root.tar'));
    const kernel = /Depends: (linux-image-\S+)/.exec(run('apt-cache', 'depends', 'linux-image-amd64'))?.[1];
    if (kernel === undefined) throw new Error('the distribution names no kernel: run apt-get update');
    run('sh', '-ec', `cd "$1" && apt-get download -q -o APT::Sandbox::User=root "$2" && mv linux-image-*.deb kernel.deb`, 'download', part, kernel);
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

function build(base: string, work: string): Image {
  const root = join(work, 'root');
  const kernel = join(work, 'kernel');
  const image = imageIn(join(work, 'image'));
  for (const folder of [root, kernel, dirname(image.state)]) mkdirSync(folder, { recursive: true });
  run('tar', '-C', root, '-xf', join(base, 'root.tar'), '--exclude=./dev/*');
  run('dpkg-deb', '-x', join(base, 'kernel.deb'), kernel);
  const [version = ''] = readdirSync(join(kernel, 'lib/modules'));
  renameSync(join(kernel, 'boot', `vmlinuz-${version}`), image.kernel);
  addModules(root, kernel, version);
  addOwnFiles(root);
  for (const path of superfluous) rmSync(join(root, path), { recursive: true, force: true });
  for (const path of ['dev', 'var/log', 'var/cache']) mkdirSync(join(root, path));
  run('sh', '-ec', 'cd "$1" && find . | cpio --quiet -o -H newc | gzip -1 > "$2"', 'pack', root, image.files);
  return image;
}

/** The kernel's modules that the lab needs, with those that these need; all would be hundreds of megabytes. */
function addModules(root: string, kernel: string, version: string): void {
  const all = join(root, 'usr/lib/modules', version);
  mkdirSync(dirname(all), { recursive: true });
  renameSync(join(kernel, 'lib/modules', version), all);
  run('chroot', root, 'depmod', version);
  const dependencies = run('chroot', root, 'sh', '-ec', `
    for name in ${modules.join(' ')}; do modprobe -S ${version} --show-depends $name; done
    for name in ${ciphers.join(' ')}; do modprobe -q -S ${version} --show-depends $name || :; done`);
  const needed = new Set([...dependencies.matchAll(/^insmod (\S+)/gm)].map(([, path = '']) => path.slice(path.indexOf(version) + version.length + 1)));
  for (const path of readdirSync(all, { recursive: true, encoding: 'utf8' })) if (path.endsWith('.ko') && !needed.has(path)) rmSync(join(all, path));
  run('chroot', root, 'depmod', version);
}

function addOwnFiles(root: string): void {
  const folder = join(root, 'lab');
  for (const each of ['hostapd', 'certificates']) mkdirSync(join(folder, each), { recursive: true });
  for (const name of ['boot', 'level', 'run', 'web']) {
    cpSync(join(here, 'guest', name), join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
  cpSync(join(here, 'guest/NetworkManager.conf'), join(root, 'etc/NetworkManager/NetworkManager.conf'));
  writeFileSync(join(folder, 'access-points'), labNames.map(name => `${deviceOf(name)} ${lab(name).subnet} ${lab(name).level}\n`).join(''));
  writeFileSync(join(folder, 'users'), enterpriseUsers);
  writeFileSync(join(folder, 'dnsmasq.conf'), dnsmasqConfiguration());
  for (const name of labNames) writeFileSync(join(folder, 'hostapd', `${name}.conf`), hostapdConfiguration(name));
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost lab\n');
  // systemd-resolved makes a link of it; NetworkManager would take that as asking for it.
  rmSync(join(root, 'etc/resolv.conf'), { force: true });
  writeFileSync(join(root, 'etc/resolv.conf'), '');
  run('chroot', root, 'sh', '-ec', readFileSync(join(here, 'guest/certificates'), 'utf8'));
}

function run(program: string, ...parameters: string[]): string {
  const result = spawnSync(program, parameters, { encoding: 'utf8', env: { ...process.env, PATH: programPath, LC_ALL: 'C' }, maxBuffer: 64 << 20 });
  if (result.status !== 0) throw new Error(`${program} ${parameters.slice(0, 3).join(' ')}: ${result.error?.message ?? result.stderr.trim()}`);
  return result.stdout;
}
