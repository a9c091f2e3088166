/** The texts that a lab's daemons read. */

/** Each router answers this name by itself, so every uplink has a connectivity of its own. */
export const CHECK_HOST = 'check.lab.test';

export const managerConfiguration = `[main]
plugins=keyfile
no-auto-default=*
auth-polkit=false
dhcp=internal
dns=default
rc-manager=symlink
hostname-mode=none
systemd-resolved=false

[device-lab]
match-device=interface-name:wired*
managed=1

[device-container]
match-device=interface-name:box*
managed=0

[connectivity]
enabled=true
uri=http://${CHECK_HOST}/check
interval=60
`;

/** A stored connection for one uplink; the first has the best metric. */
export const profile = (uplink: number, options: { autoconnect: boolean }): string => `[connection]
id=wired${uplink}
uuid=${profileId(uplink)}
type=ethernet
interface-name=wired${uplink}
autoconnect=${options.autoconnect}

[ipv4]
method=auto
route-metric=${100 + uplink}

[ipv6]
method=auto
addr-gen-mode=eui64
route-metric=${100 + uplink}
`;

export const profileId = (uplink: number): string => `00000000-0000-4000-8000-00000000770${uplink}`;

/**
 * What NetworkManager sees of the machine is the lab's: an /etc of its own above the real one, its folders, a host
 * name, and a read-only /sys, without which it would wait for udev. $1 is the lab's folder, $2 the host name.
 */
export const hostScript = `
mount -t sysfs -o ro sysfs /sys
mount -t overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work" overlay /etc
mkdir -p /run/NetworkManager /var/lib/NetworkManager
mount --bind "$1/manager" /etc/NetworkManager
for folder in conf.d system-connections dispatcher.d; do
  if [ -d "/usr/lib/NetworkManager/$folder" ]; then mount --bind "$1/empty" "/usr/lib/NetworkManager/$folder"; fi
done
mount --bind "$1/run" /run/NetworkManager
mount --bind "$1/state" /var/lib/NetworkManager
hostname "$2"
ip link set lo up
`;
