import { useEffect, useState, type ReactNode } from 'react';
import type { RequestOutput } from '../../app/contract/contract.ts';
import { isOnlyWay } from '../../app/contract/reading.ts';
import type { HostState, OfferView } from '../../app/contract/state.ts';
import { clientName, durationText, showName, type ShownName, type Texts } from '../../app/text/index.ts';
import { Words } from '../parts/Words.tsx';
import { useHost, useTexts } from '../store/context.tsx';
import { Consequence } from './Comparison.tsx';

/** What follows from a migrate: who moves, who stays or loses its link, whether there is internet meanwhile, and what becomes of open connections. */
export function Consequences({ offer, state, current }: { offer: OfferView; state: HostState; current: ShownName }): ReactNode {
  const texts = useTexts();
  const { moves, stays, isSeamless } = offer;
  const link = offer.reason.code === 'currentLost' ? 'lost' : offer.overlap ? 'kept' : 'breaks';
  const onlyWay = isOnlyWay(state, offer.current);
  // The desktop's own session stands for the machine; programs have connections that they opened by theirs.
  const holders = moves.flatMap((id) => { const session = state.sessions[id]; return session && !session.client.isDesktop ? [session.client.name] : []; });
  const told = useConsequences(offer.id);
  return (
    <>
      <h3>{texts.t('offer.ifYouMigrate')}</h3>
      {moves.length > 0 && <Consequence icon="moves" what={texts.t('offer.moves', { count: moves.length })} who={texts.list(moves.map((id) => sessionText(texts, state, id)))} />}
      {stays.length > 0 && link === 'kept' && <Consequence icon="stays" what={<Words text="offer.stays" name={current} values={{ count: stays.length }} />} who={stayingText(texts, state, stays)} />}
      {stays.length > 0 && link !== 'kept' && (
        <Consequence icon="warned" what={texts.t(link === 'breaks' ? 'offer.losesLink' : 'offer.lostLink', { count: stays.length })} who={texts.list(stays.map((id) => sessionText(texts, state, id)))} />
      )}
      {link === 'breaks' && <Consequence icon="warned" what={breakText(texts, told?.breakLasts ?? null)} who={texts.t(onlyWay ? 'offer.breaksOnly' : 'offer.breaksWhat')} />}
      {link === 'kept' && onlyWay && <Consequence icon="warned" what={<Words text="offer.onlyWay" name={current} />} who={texts.t('offer.onlyWayWhat')} />}
      {isSeamless ? <Consequence icon="changes" what={texts.t('offer.addressStays')} who={texts.t('offer.addressStaysWhat')} />
        : <Consequence icon="changes" what={texts.t('offer.addressChanges')} who={connectionsText(texts, link, holders, told?.programs ?? null)} />}
    </>
  );
}

type Told = RequestOutput<'roaming.consequences'>;

/** Looked up once when an offer is shown, not kept up to date: null until then, and where it cannot be had. */
function useConsequences(offer: string): Told | null {
  const host = useHost();
  const [told, setTold] = useState<{ offer: string; told: Told } | null>(null);
  useEffect(() => {
    let isOver = false;
    host.request('roaming.consequences', { offer }).then((got) => { if (!isOver) setTold({ offer, told: got }); }, () => { /* without it less is said */ });
    return () => { isOver = true; };
  }, [host, offer]);
  return told?.offer === offer ? told.told : null;
}

const breakText = (texts: Texts, lasts: number | null): string =>
  (lasts === null ? texts.t('offer.breaks') : texts.t('offer.breaksFor', { duration: durationText(texts, Math.max(1000, Math.round(lasts / 1000) * 1000)) }));

/** Programs that are named at most. */
const mostNamed = 4;

/** What becomes of connections that are open, and whose they are: of programs that hold a session, and of others as far as the system tells. */
function connectionsText(texts: Texts, link: 'kept' | 'breaks' | 'lost', holders: readonly string[], programs: Told['programs']): string {
  if (link === 'lost') return texts.t('offer.openEnded');
  const all = [...new Set([...holders, ...(programs?.names ?? [])])];
  const named = all.slice(0, mostNamed).map((name) => showName(name).isolated);
  if (programs?.areAll && all.length <= mostNamed)
    return all.length === 0 ? texts.t('offer.breaksNobody') : texts.t(link === 'kept' ? 'offer.breaksNamed' : 'offer.breaksAllNamed', { who: texts.listInSentence(named) });
  if (all.length === 0) return texts.t(link === 'kept' ? 'offer.addressChangesWhat' : 'offer.breaksAll');
  return texts.t(link === 'kept' ? 'offer.breaksOpen' : 'offer.breaksAllOpen', { who: texts.list(named) });
}

/** A session by its client: "rsync (pid 4121)". */
function sessionText(texts: Texts, state: HostState, id: string): string {
  const session = state.sessions[id];
  if (!session) return texts.t('name.unnamed');
  const name = clientName(texts, session.client).isolated;
  return session.client.isDesktop || session.client.pid === null ? name : `${name} (${texts.t('sessions.pid', { pid: String(session.client.pid) })})`;
}

const stayingText = (texts: Texts, state: HostState, stays: readonly string[]): string => texts.list(stays.map((id) => {
  const session = state.sessions[id];
  return session?.roaming === 'stays' ? texts.t('offer.mustNotMove', { client: clientName(texts, session.client).isolated }) : sessionText(texts, state, id);
}));
