import type { ReactNode } from 'react';
import { isOnlyWay } from '../../app/contract/reading.ts';
import type { HostState, OfferView } from '../../app/contract/state.ts';
import { clientName, type ShownName, type Texts } from '../../app/text/index.ts';
import { Words } from '../parts/Words.tsx';
import { useTexts } from '../store/context.tsx';
import { Consequence } from './Comparison.tsx';

/** What follows from a migrate: who moves, who stays or loses its link, whether there is internet meanwhile, and what becomes of open connections. */
export function Consequences({ offer, state, current }: { offer: OfferView; state: HostState; current: ShownName }): ReactNode {
  const texts = useTexts();
  const { moves, stays, isSeamless } = offer;
  const link = offer.reason.code === 'currentLost' ? 'lost' : offer.overlap ? 'kept' : 'breaks';
  const onlyWay = isOnlyWay(state, offer.current);
  // The desktop's own session stands for the machine; programs have connections that they opened by theirs.
  const programs = moves.flatMap((id) => { const session = state.sessions[id]; return session && !session.client.isDesktop ? [clientName(texts, session.client).isolated] : []; });
  return (
    <>
      <h3>{texts.t('offer.ifYouMigrate')}</h3>
      {moves.length > 0 && <Consequence icon="moves" what={texts.t('offer.moves', { count: moves.length })} who={texts.list(moves.map((id) => sessionText(texts, state, id)))} />}
      {stays.length > 0 && link === 'kept' && <Consequence icon="stays" what={<Words text="offer.stays" name={current} values={{ count: stays.length }} />} who={stayingText(texts, state, stays)} />}
      {stays.length > 0 && link !== 'kept' && (
        <Consequence icon="warned" what={texts.t(link === 'breaks' ? 'offer.losesLink' : 'offer.lostLink', { count: stays.length })} who={texts.list(stays.map((id) => sessionText(texts, state, id)))} />
      )}
      {link === 'breaks' && <Consequence icon="warned" what={texts.t('offer.breaks')} who={texts.t(onlyWay ? 'offer.breaksOnly' : 'offer.breaksWhat')} />}
      {link === 'kept' && onlyWay && <Consequence icon="warned" what={<Words text="offer.onlyWay" name={current} />} who={texts.t('offer.onlyWayWhat')} />}
      {isSeamless ? <Consequence icon="changes" what={texts.t('offer.addressStays')} who={texts.t('offer.addressStaysWhat')} />
        : <Consequence icon="changes" what={texts.t('offer.addressChanges')} who={link === 'kept' && programs.length > 0 ? texts.t('offer.breaksOpen', { who: texts.listInSentence(programs) }) : texts.t(openConnections[link])} />}
    </>
  );
}

/** What becomes of connections that are open. */
const openConnections = { kept: 'offer.addressChangesWhat', breaks: 'offer.breaksAll', lost: 'offer.openEnded' } as const;

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
