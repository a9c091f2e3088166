import { passwordFits, wantedBy } from '../../app/contract/credentials.ts';
import type { Credentials } from '../../app/contract/management.ts';
import type { Security } from '../../app/contract/values.ts';
import type { TextKey } from '../../app/text/index.ts';

/** What has been filled in to join a network. It lives in the form's own state and goes with it: parts of it are secret. */
export interface Filled {
  readonly password: string;
  readonly method: 'peap' | 'ttls' | 'tls';
  readonly inner: 'mschapv2' | 'gtc' | 'pap' | 'md5';
  readonly identity: string;
  readonly anonymousIdentity: string;
  readonly authority: 'file' | 'system' | 'none';
  readonly authorityFile: string;
  readonly domain: string;
  readonly acceptsRisk: boolean;
  readonly clientCertificate: string;
  readonly privateKey: string;
  readonly privateKeyPassword: string;
}
export const nothingFilled: Filled = {
  password: '', method: 'peap', inner: 'mschapv2', identity: '', anonymousIdentity: '', authority: 'file', authorityFile: '', domain: '', acceptsRisk: false,
  clientCertificate: '', privateKey: '', privateKeyPassword: '',
};

/** What is wrong, by field, as keys of texts. Empty: it can be sent. */
export type Faults = Partial<Record<keyof Filled, TextKey>>;

export function faultsOf(security: Security | null, filled: Filled): Faults {
  const faults: Faults = {};
  switch (wantedBy(security)) {
    case 'nothing': return faults;
    case 'password':
      if (!passwordFits(security, filled.password)) faults.password = filled.password === '' ? 'form.required' : security === 'wep' ? 'connect.passwordWep' : 'connect.passwordWpa';
      return faults;
    case 'eap': {
      if (filled.identity.trim() === '') faults.identity = 'form.required';
      if (filled.method === 'tls') {
        if (!isPath(filled.clientCertificate)) faults.clientCertificate = 'eap.path';
        if (!isPath(filled.privateKey)) faults.privateKey = 'eap.path';
      } else if (filled.password === '') faults.password = 'form.required';
      if (filled.authority === 'file' && !isPath(filled.authorityFile)) faults.authorityFile = 'eap.path';
      if (filled.authority === 'system' && filled.domain.trim() === '') faults.domain = 'form.required';
      if (filled.authority === 'none' && !filled.acceptsRisk) faults.acceptsRisk = 'eap.riskNeeded';
      return faults;
    }
  }
}

const isPath = (text: string): boolean => text.startsWith('/');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What goes out; only to be called where nothing is wrong. */
export function credentialsOf(security: Security | null, filled: Filled): Credentials {
  switch (wantedBy(security)) {
    case 'nothing': return { kind: 'none' };
    case 'password': return { kind: 'password', password: filled.password };
    case 'eap': {
      const identity = filled.identity.trim();
      const authority = filled.authority === 'file' ? { check: 'file' as const, path: filled.authorityFile, domain: orNull(filled.domain) }
        : filled.authority === 'system' ? { check: 'system' as const, domain: filled.domain.trim() } : { check: 'none' as const, userAcceptsRisk: true as const };
      return filled.method === 'tls'
        ? { kind: 'certificateEap', identity, clientCertificate: filled.clientCertificate, privateKey: filled.privateKey, privateKeyPassword: filled.privateKeyPassword === '' ? null : filled.privateKeyPassword, authority }
        : { kind: 'passwordEap', method: filled.method, inner: filled.inner, identity, anonymousIdentity: orNull(filled.anonymousIdentity), password: filled.password, authority };
    }
  }
}
