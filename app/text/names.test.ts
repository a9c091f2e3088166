import { describe, expect, it } from 'vitest';
import type { ConfigurationView } from '../contract/state.ts';
import { escapeMarkup } from './desktop.ts';
import { clientName, configurationName, networkName } from './names.ts';
import { createTexts } from './texts.ts';

const en = createTexts('en');
const zh = createTexts('zh');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const configuration = (name: string, ssid: string | null, change: Partial<ConfigurationView> = {}, kind: 'wifi' | 'wired' | 'mobile' = 'wifi'): ConfigurationView => ({
  id: 'x', type: 'internetAccessPoint', name, nickname: null, state: 6, purpose: 'unknown', bearer: 'wlan', members: [], isRoamingAvailable: false, stored: true, openSessions: 0,
  accessPoint: { kind, ssid, security: null, metered: false, interfaces: [], bss: [], level: null, noise: null, link: null, pinned: false, failure: null }, ...change });

describe('the name of a configuration', () => {
  it('is the profile’s own where it differs from the network’s, which is told beside it', () => {
    const one = configuration('Upstairs', hex('Office 5G'));
    expect(configurationName(en, one).plain).toBe('Upstairs');
    expect(networkName(one)?.plain).toBe('Office 5G');
  });

  it('is the network’s bytes where nothing is stored, whatever the driver calls it', () => {
    expect(configurationName(en, configuration('Lobby[31m', hex('Lobby\u001b[31m'), { stored: false })).plain).toBe('Lobby‹ESC›[31m');
  });

  it('is the bytes as well where the profile only repeats them', () => {
    const one = configuration('Office 5G', hex('Office 5G'));
    expect(configurationName(en, one).plain).toBe('Office 5G');
    expect(networkName(one)).toBeNull();
  });

  it.each(['', '00', '0000000000'])('says that a network is hidden that announces "%s"', (ssid) => {
    expect(configurationName(en, configuration('', ssid, { stored: false })).plain).toBe('Hidden network');
  });

  it('is translated where it is ours, never where it is a network’s', () => {
    expect(configurationName(zh, configuration('Cable', null, {}, 'wired')).plain).toBe('有线');
    expect(configurationName(zh, configuration('', null, {}, 'mobile')).plain).toBe('手机');
    expect(configurationName(zh, configuration('Cable', hex('Cable'))).plain).toBe('Cable');
    expect(configurationName(zh, configuration('', null, { type: 'serviceNetwork', stored: false, accessPoint: null })).plain).toBe('已知网络');
  });

  it('is not empty for one that is not known', () => { expect(configurationName(en, undefined).plain).toBe('Unknown access point'); });
});

describe('the name of a client', () => {
  it('is made harmless: programs name themselves', () => {
    expect(clientName(en, { id: 'c', name: '\u202eevil', pid: 1, isDesktop: false }).plain).toBe('‹RLO›evil');
    expect(clientName(zh, { id: 'd', name: 'Handover', pid: 1, isDesktop: true }).plain).toBe('桌面');
  });
});

describe('text for a notification server', () => {
  it('cannot be read as markup', () => { expect(escapeMarkup('<b>"A&B"</b>')).toBe('&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;'); });
});
