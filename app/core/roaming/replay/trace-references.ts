import type { z } from 'zod';
import { builtInNetwork } from '../../configuration-registry.ts';

interface Parts {
  lasts: number;
  interfaces: readonly { id: string; kind: string }[];
  accessPoints: readonly { id: string; kind: string; security: string | null; interfaces?: readonly string[] | undefined; bss: readonly { bssid: string }[]; link: { interface?: string | undefined } | null }[];
  serviceNetworks: readonly { id: string; members: readonly string[] }[];
  order: readonly string[];
  sessions: readonly { id: string; on: string; isDesktop: boolean }[];
  answers: readonly { session?: string | undefined; candidate?: string | undefined }[];
  changes: readonly (object & { at: number })[];
}

/** Every id that a trace mentions is one that it has, and every change lies within it. */
export function checkReferences(trace: Parts, context: z.RefinementCtx): void {
  const problem = (path: (string | number)[], message: string) => { context.addIssue({ code: 'custom', path, message }); };
  const known = {
    interface: ids('interface', trace.interfaces),
    'access point': ids('access point', trace.accessPoints),
    session: ids('session', trace.sessions),
    'service network': ids('service network', trace.serviceNetworks),
  };
  const has = (what: keyof typeof known, id: string | undefined, path: (string | number)[]) => {
    if (id !== undefined && !known[what].has(id)) problem(path, `names ${what} "${id}", which the trace does not have; ${choice(known[what])}`);
  };

  for (const [index, each] of trace.accessPoints.entries()) {
    const path = ['accessPoints', index];
    for (const [at, used] of (each.interfaces ?? []).entries()) has('interface', used, [...path, 'interfaces', at]);
    if (!each.interfaces && !trace.interfaces.some(({ kind }) => kind === each.kind)) problem([...path, 'kind'], `is ${each.kind}, and no interface is; add one to "interfaces"`);
    has('interface', each.link?.interface, [...path, 'link', 'interface']);
    if (each.kind === 'wifi' && each.security === null) problem([...path, 'security'], 'is missing; a wireless access point has one, such as "wpa2" or "open"');
    if (each.kind !== 'wifi' && each.bss.length > 0) problem([...path, 'bss'], 'is for wireless access points only');
  }
  for (const [index, each] of trace.serviceNetworks.entries())
    for (const [at, member] of each.members.entries()) has('access point', member, ['serviceNetworks', index, 'members', at]);
  for (const [index, each] of trace.order.entries()) has('access point', each, ['order', index]);
  for (const [index, each] of trace.sessions.entries())
    if (each.on !== builtInNetwork && !known['service network'].has(each.on)) has('access point', each.on, ['sessions', index, 'on']);
  for (const [index, each] of trace.answers.entries()) {
    has('session', each.session, ['answers', index, 'session']);
    has('access point', each.candidate, ['answers', index, 'candidate']);
  }
  for (const [index, each] of trace.changes.entries()) checkChange(each, ['changes', index]);

  function checkChange(change: Record<string, unknown> & { at: number }, path: (string | number)[]): void {
    if (change.at > trace.lasts) problem([...path, 'at'], `is after the end of the trace (${trace.lasts} s); make "lasts" longer`);
    has('access point', change['accessPoint'] as string | undefined, [...path, 'accessPoint']);
    has('interface', change['interface'] as string | undefined, [...path, 'interface']);
    has('session', change['session'] as string | undefined, [...path, 'session']);
    const radios = trace.accessPoints.find(({ id }) => id === change['accessPoint'])?.bss.map(({ bssid }) => bssid);
    if (!radios) return;
    const named = change['change'] === 'levels' ? Object.keys(change['bss'] as object) : typeof change['bssid'] === 'string' ? [change['bssid']] : [];
    for (const bssid of named)
      if (!radios.includes(bssid)) problem([...path, 'bss'], `names radio "${bssid}", which ${JSON.stringify(change['accessPoint'])} does not have; ${choice(new Set(radios))}`);
  }

  function ids(what: string, list: readonly { id: string }[]): Set<string> {
    const all = new Set<string>();
    for (const { id } of list) {
      if (all.has(id)) problem([], `has two ${what}s with the id "${id}"`);
      all.add(id);
    }
    return all;
  }
}

const choice = (all: ReadonlySet<string>): string => (all.size === 0 ? 'it has none' : `it has ${[...all].slice(0, 12).join(', ')}${all.size > 12 ? ', …' : ''}`);
