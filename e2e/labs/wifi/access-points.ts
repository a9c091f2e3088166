/** The access points in the air of the Wi-Fi lab: one table for the guest that offers them and for the tests that join them. */
export interface LabAccessPoint {
  /** Bytes of the SSID, in hex. */
  ssid: string;
  security: 'open' | 'wep' | 'wpa2' | 'wpa3' | 'wpa2wpa3' | 'owe' | 'enterprise';
  /** Password, or key of WEP. */
  secret?: string;
  /** 1 to 13: 2.4 GHz; 36 to 48: 5 GHz. */
  channel: number;
  /** What stations receive, dBm. */
  level: number;
  /** 10.42.N.0/24, with the gateway 10.42.N.1. Two that say the same are one network that a station can roam in. */
  subnet: number;
  hidden?: boolean;
  /** It answers no DHCP. */
  silent?: boolean;
}

export const PASSWORD = 'correct-horse';
/** Users of the enterprise network: one with a password, one with the certificate of `certificates`. */
export const users = { alice: PASSWORD, certificate: 'station' } as const;
/** Files in the guest, where NetworkManager reads them. */
export const certificates = {
  authority: '/lab/certificates/authority.crt', stranger: '/lab/certificates/stranger.crt', client: '/lab/certificates/station.crt', key: '/lab/certificates/station.key',
  serverName: 'radius.lab.test',
} as const;
/** The internet of the lab, behind every access point. */
export const INTERNET = '10.99.0.1';

const text = (ssid: string): string => Buffer.from(ssid).toString('hex');

export const accessPoints = {
  open: { ssid: text('Lab Open'), security: 'open', channel: 1, level: -40, subnet: 10 },
  wpa2: { ssid: text('Lab WPA2'), security: 'wpa2', secret: PASSWORD, channel: 6, level: -45, subnet: 11 },
  wpa3: { ssid: text('Lab WPA3'), security: 'wpa3', secret: PASSWORD, channel: 11, level: -50, subnet: 12 },
  mixed: { ssid: text('Lab WPA2 and WPA3'), security: 'wpa2wpa3', secret: PASSWORD, channel: 6, level: -55, subnet: 13 },
  owe: { ssid: text('Lab OWE'), security: 'owe', channel: 11, level: -59, subnet: 14 },
  wep: { ssid: text('Lab WEP'), security: 'wep', secret: 'lab12', channel: 1, level: -60, subnet: 15 },
  enterprise: { ssid: text('Lab Enterprise'), security: 'enterprise', channel: 36, level: -57, subnet: 16 },
  hidden: { ssid: text('Lab Hidden'), security: 'wpa2', secret: PASSWORD, channel: 11, level: -52, subnet: 17, hidden: true },
  roamA: { ssid: text('Lab Roam'), security: 'wpa2', secret: PASSWORD, channel: 1, level: -45, subnet: 18 },
  roamB: { ssid: text('Lab Roam'), security: 'wpa2', secret: PASSWORD, channel: 36, level: -65, subnet: 18 },
  markup: { ssid: text('<img src=x onerror=alert(1)>'), security: 'wpa2', secret: PASSWORD, channel: 1, level: -60, subnet: 19 },
  emoji: { ssid: text('☕ Café 🚀'), security: 'wpa2', secret: PASSWORD, channel: 6, level: -62, subnet: 20 },
  /** No UTF-8, with a NUL and an escape sequence. */
  bytes: { ssid: 'fffe006c6162c3281b5b33316d', security: 'open', channel: 11, level: -64, subnet: 21 },
  silent: { ssid: text('Lab Silent'), security: 'open', channel: 6, level: -58, subnet: 23, silent: true },
  weak: { ssid: text('Lab Weak'), security: 'wpa2', secret: PASSWORD, channel: 1, level: -88, subnet: 22 },
} as const satisfies Record<string, LabAccessPoint>;

export type LabName = keyof typeof accessPoints;
export const labNames = Object.keys(accessPoints) as LabName[];
export const lab = (name: LabName): LabAccessPoint => accessPoints[name];

/** Network device of an access point, in the guest's namespace "air". */
export const deviceOf = (name: LabName): string => `ap-${name}`;
export const bridgeOf = (name: LabName): string => `net${lab(name).subnet}`;
/** Ethernet address of the lab's radios: the first two are the stations'. */
export const bssidOf = (name: LabName): string => `02:00:00:00:${(labNames.indexOf(name) + 2).toString(16).padStart(2, '0')}:00`.toUpperCase();

/** Its configuration for hostapd. */
export function hostapdConfiguration(name: LabName): string {
  const { ssid, security, secret = '', channel, hidden } = lab(name);
  const wpa = (...more: string[]): string[] => ['wpa=2', 'rsn_pairwise=CCMP', ...more];
  const bySecurity: Record<LabAccessPoint['security'], string[]> = {
    open: [],
    wep: [`wep_key0="${secret}"`, 'wep_default_key=0'],
    wpa2: wpa('wpa_key_mgmt=WPA-PSK', `wpa_passphrase=${secret}`),
    wpa3: wpa('wpa_key_mgmt=SAE', 'ieee80211w=2', 'sae_pwe=2', `sae_password=${secret}`),
    wpa2wpa3: wpa('wpa_key_mgmt=WPA-PSK SAE', 'ieee80211w=1', `wpa_passphrase=${secret}`, `sae_password=${secret}`),
    owe: wpa('wpa_key_mgmt=OWE', 'ieee80211w=2'),
    enterprise: wpa('wpa_key_mgmt=WPA-EAP', 'ieee8021x=1', 'eap_server=1', 'eap_user_file=/lab/users', 'ca_cert=/lab/certificates/authority.crt',
      'server_cert=/lab/certificates/server.crt', 'private_key=/lab/certificates/server.key'),
  };
  return [
    `interface=${deviceOf(name)}`, `bridge=${bridgeOf(name)}`, 'driver=nl80211', 'ctrl_interface=/run/hostapd', `ssid2=${ssid}`, `hw_mode=${channel > 14 ? 'a' : 'g'}`, `channel=${channel}`,
    'country_code=NP', 'ieee80211d=1', ...(security === 'wep' ? [] : ['ieee80211n=1', 'wmm_enabled=1']), ...(hidden ? ['ignore_broadcast_ssid=1'] : []), ...bySecurity[security], '',
  ].join('\n');
}

/** Addresses and names behind every access point; every name leads to the internet of the lab. */
export function dnsmasqConfiguration(): string {
  const subnets = [...new Set(labNames.filter(name => !lab(name).silent).map(name => lab(name).subnet))];
  return [
    'except-interface=lo', 'bind-interfaces', 'no-resolv', 'no-hosts', 'no-ping', 'user=root', 'pid-file=/run/lab/dnsmasq.pid', 'dhcp-leasefile=/run/lab/leases', 'log-facility=/run/lab/dnsmasq.log',
    'dhcp-authoritative', `address=/#/${INTERNET}`, ...subnets.flatMap(subnet => [`interface=net${subnet}`, `dhcp-range=10.42.${subnet}.50,10.42.${subnet}.150,12h`]), '',
  ].join('\n');
}

/** Who may join the enterprise network, and how: hostapd's own server of authentication reads it. */
export const enterpriseUsers = [
  `"alice" PEAP,TTLS`, `"${users.certificate}" TLS`, `"anonymous" PEAP,TTLS`, `"alice" MSCHAPV2,GTC,TTLS-MSCHAPV2,TTLS-PAP "${users.alice}" [2]`, '',
].join('\n');
