import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { innerOf } from '../../app/contract/credentials.ts';
import type { RequestInput } from '../../app/hub/client/index.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../exit.ts';
import { readPassword } from '../prompt.ts';

type Credentials = RequestInput<'accessPoint.connect'>['credentials'];
type Authority = (Credentials & { kind: 'passwordEap' })['authority'];

export const eapMethods = ['peap', 'ttls', 'tls'] as const;
export const innerMethods = innerOf.ttls;

/** What of `connect` is about 802.1X alone. */
export interface EnterpriseOptions {
  eap?: (typeof eapMethods)[number];
  inner?: (typeof innerMethods)[number];
  identity?: string;
  anonymousIdentity?: string;
  caFile?: string;
  serverName?: string;
  /** False: anybody may pose as the network, by the user's own word. */
  serverCheck: boolean;
  clientCertificate?: string;
  privateKey?: string;
}

/** Something about 802.1X was said. */
export const isEnterprise = ({ eap, inner, identity, anonymousIdentity, caFile, serverName, serverCheck, clientCertificate, privateKey }: EnterpriseOptions): boolean =>
  !serverCheck || [eap, inner, identity, anonymousIdentity, caFile, serverName, clientCertificate, privateKey].some((each) => each !== undefined);

/** What joins an 802.1X network, with its password asked for. @throws CommandError that says what is missing */
export async function enterpriseCredentials(context: Context, name: string, options: EnterpriseOptions & { passwordStdin?: boolean }): Promise<Credentials> {
  const { say } = context;
  const { eap: method = 'peap', inner = 'mschapv2', identity, anonymousIdentity = null, passwordStdin = false } = options;
  if (identity === undefined) throw new CommandError('usage', say('error.eapIdentity', { name }));
  const authority = authorityOf(context, name, options);
  if (method === 'tls') {
    const { clientCertificate, privateKey } = options;
    if (clientCertificate === undefined || privateKey === undefined) throw new CommandError('usage', say('error.eapCertificate'));
    const files = { clientCertificate: pathOf(context, clientCertificate), privateKey: pathOf(context, privateKey) };
    const password = await readPassword(context, say('ask.keyPassword', { path: files.privateKey }), passwordStdin);
    return { kind: 'certificateEap', identity, ...files, privateKeyPassword: password === '' ? null : password, authority };
  }
  if (!innerOf[method].some((each) => each === inner)) throw new CommandError('usage', say('error.eapInner', { method, inner, choices: innerOf[method].join(', ') }));
  const password = await readPassword(context, say('ask.passwordOf', { identity, name }), passwordStdin);
  if (password === '') throw new CommandError('usage', say('error.noPassword'));
  return { kind: 'passwordEap', method, inner, identity, anonymousIdentity, password, authority };
}

/** How the server proves itself; without a word about it nothing is sent. */
function authorityOf(context: Context, name: string, { caFile, serverName, serverCheck }: EnterpriseOptions): Authority {
  if (!serverCheck) return { check: 'none', userAcceptsRisk: true };
  if (caFile !== undefined) return { check: 'file', path: pathOf(context, caFile), domain: serverName ?? null };
  if (serverName !== undefined) return { check: 'system', domain: serverName };
  throw new CommandError('usage', context.say('error.eapAuthority', { name }));
}

function pathOf(context: Context, given: string): string {
  const path = resolve(given);
  if (!existsSync(path)) throw new CommandError('usage', context.say('error.noFile', { path }));
  return path;
}
