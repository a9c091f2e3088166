import { Resolver } from 'node:dns/promises';
import type { DriverInterface } from '../../../core/ports/driver.ts';
import { familyOf, type Family, type Source } from './source.ts';

/** ms for an answer of one name server before it, or the next one, is asked again */
const answerLimit = 800;
const tries = 2;

export type NamesAnswer =
  | { answer: 'addresses'; addresses: { address: string; family: Family }[] }
  /** A name server answered that there is no such name. */
  | { answer: 'unknown' }
  /** … that it cannot say. */
  | { answer: 'refused' }
  | { answer: 'none' }
  | { answer: 'noServers' };

/** Asks the link's own name servers, and no others, from the link's address. Never rejects; ends within `limit` ms. */
export async function resolveOver(link: DriverInterface, source: Source, name: string | null, limit: number, signal: AbortSignal): Promise<NamesAnswer> {
  const servers = link.nameServers.filter((server) => source[familyOf(server)] !== undefined && !/^fe[89ab]/i.test(server));
  if (servers.length === 0) return { answer: 'noServers' };
  const resolver = new Resolver({ timeout: answerLimit, tries });
  resolver.setServers(servers.map((server) => (familyOf(server) === 6 ? `[${server}]` : server)));
  resolver.setLocalAddress(source[4] ?? '0.0.0.0', source[6] ?? '::0');
  const over = AbortSignal.any([signal, AbortSignal.timeout(limit)]);
  const cancel = (): void => { resolver.cancel(); };
  over.addEventListener('abort', cancel, { once: true });
  try {
    return await (name === null ? anyAnswer(resolver) : addressesOf(resolver, name, source));
  } finally {
    over.removeEventListener('abort', cancel);
  }
}

/** The name servers of the root are asked for: no name of anybody's. */
async function anyAnswer(resolver: Resolver): Promise<NamesAnswer> {
  try {
    await resolver.resolveNs('.');
    return { answer: 'addresses', addresses: [] };
  } catch (error) {
    return meaning(error).answer === 'none' ? { answer: 'none' } : { answer: 'addresses', addresses: [] };
  }
}

async function addressesOf(resolver: Resolver, name: string, source: Source): Promise<NamesAnswer> {
  const ask = async (family: Family): Promise<NamesAnswer> => {
    try {
      const found = await (family === 4 ? resolver.resolve4(name) : resolver.resolve6(name));
      return { answer: 'addresses', addresses: found.map((address) => ({ address, family })) };
    } catch (error) {
      return meaning(error);
    }
  };
  const answers = await Promise.all(([4, 6] as const).filter((family) => source[family] !== undefined).map(ask));
  const addresses = answers.flatMap((each) => (each.answer === 'addresses' ? each.addresses : []));
  if (addresses.length > 0) return { answer: 'addresses', addresses };
  return answers.find(({ answer }) => answer === 'unknown') ?? answers.find(({ answer }) => answer === 'refused') ?? { answer: 'none' };
}

/** By c-ares' codes. */
function meaning(error: unknown): NamesAnswer {
  switch ((error as { code?: string }).code) {
    case 'ENOTFOUND': case 'ENODATA': return { answer: 'unknown' };
    case 'ESERVFAIL': case 'EREFUSED': case 'ENOTIMP': case 'EFORMERR': case 'EBADRESP': return { answer: 'refused' };
    default: return { answer: 'none' };
  }
}
