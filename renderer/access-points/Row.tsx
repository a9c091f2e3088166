import { memo, type KeyboardEvent, type ReactNode } from 'react';
import type { BssView, ConfigurationView, InterfaceView, OfferView } from '../../app/contract/state.ts';
import { bandText, channelOf, configurationName, levelText } from '../../app/text/index.ts';
import { wantsForm } from '../model/connection.ts';
import { rowFacts, rowSpoken, rowState } from '../model/row.ts';
import { Bars } from '../parts/Bars.tsx';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import type { PendingWhat } from '../store/host-store.ts';
import { useTexts } from '../store/context.tsx';

interface Props {
  id: string;
  top: number;
  height: number;
  configuration: ConfigurationView;
  device: InterfaceView | null;
  order: number | null;
  isCurrent: boolean;
  isSelected: boolean;
  isTabStop: boolean;
  isGone: boolean;
  isStale: boolean;
  /** null: it has no radios to unfold. */
  unfolded: boolean | null;
  pending: PendingWhat | null;
  offer: OfferView | null;
  trial: 'onTrial' | 'goingBack' | null;
  /** Host time to the hour, for dates beside times. */
  day: number;
  position: number;
  onChoose: (id: string) => void;
  onUnfold: (id: string, open: boolean) => void;
  onTryAgain: (id: string) => void;
  /** Keys of a row; the row is told by its `data-row`. */
  onKey: (event: KeyboardEvent<HTMLElement>) => void;
}

/** One access point in the list. Renders again only when something of its own changes. */
export const Row = memo(function Row(props: Props): ReactNode {
  const { id, configuration, device, order, isCurrent, isSelected, unfolded } = props;
  const texts = useTexts();
  const name = configurationName(texts, configuration);
  const isHostile = name.hasMarks || name.hasBytes;
  const state = rowState(texts, { configuration, interface: device, isCurrent, isGone: props.isGone, isStale: props.isStale, pending: props.pending, offer: props.offer, trial: props.trial, day: props.day });
  const facts = rowFacts(texts, { configuration, interface: device });
  const kind = configuration.accessPoint?.kind ?? 'other';
  const isFaint = state.tone === 'faint';
  const says = state.text || (isHostile ? texts.t(name.hasMarks ? 'name.charactersVisible' : 'name.bytesNotText') : '');
  const tone = state.text === '' && isHostile ? 'warn' : state.tone;
  return (
    <div role="row" id={rowId(id)} data-row={id} aria-level={2} aria-rowindex={props.position} aria-selected={isSelected} aria-current={isCurrent || undefined} aria-expanded={unfolded ?? undefined}
      aria-label={texts.facts([rowSpoken(texts, name, order, state, facts, texts.of(`kind.${kind}`)), configuration.accessPoint?.pinned ? texts.t('why.pinnedMark') : ''])} tabIndex={props.isTabStop ? 0 : -1}
      className={`row ${isHostile ? 'row-tall' : ''} ${isCurrent ? (props.isStale || configuration.accessPoint?.link?.state !== 'active' ? 'row-current row-stale' : 'row-current') : ''} ${isSelected ? 'row-selected' : ''} ${isFaint ? 'row-faint' : ''}`}
      style={{ top: props.top, height: props.height }}
      onClick={() => props.onChoose(id)} onKeyDown={props.onKey}>
      <span role="gridcell" className="row-order">
        {unfolded === null ? order
          : <button type="button" tabIndex={-1} className={`row-fold ${unfolded ? 'row-unfolded' : ''}`} aria-label={texts.t('list.radios', { count: configuration.accessPoint?.bss.length ?? 0 })}
              onClick={(event) => { event.stopPropagation(); props.onUnfold(id, !unfolded); }}><Icon name="right" small /></button>}
      </span>
      <span role="gridcell" className="row-kind"><KindIcon kind={kind} isBusy={state.isBusy} /></span>
      <span role="gridcell" className="row-name">
        <Name name={name} className="row-title cut" />
        {configuration.accessPoint?.pinned && <span className="row-pin" title={texts.t('why.pinnedMark')}><Icon name="pin" small /></span>}
        {says && <span key={says} className={`row-state cut tone-${tone}`}>{says}</span>}
        {state.canTryAgain && <button type="button" tabIndex={-1} className="row-again" onClick={(event) => { event.stopPropagation(); props.onTryAgain(id); }}>{texts.t(wantsForm(configuration) ? 'connect.enterPassword' : 'tryAgain')}</button>}
      </span>
      <span role="gridcell" className="row-security">
        {facts.security && <><Icon name={facts.isOpen ? 'open' : 'lock'} small /><span className="when-wide">{facts.security}</span></>}
      </span>
      <span role="gridcell" className="row-band">{facts.band}</span>
      <span role="gridcell" className="row-level">{isFaint && facts.dBm !== null ? texts.t('measured.not') : facts.level}{facts.dBm !== null && !isFaint && <Bars level={facts.dBm} />}</span>
    </div>
  );
});

/** An id for the document from the id of an access point, which may hold anything. */
export const rowId = (id: string): string => `row-${encodeURIComponent(id)}`;

/** One radio of an unfolded network. */
export function RadioLine({ bss, top, height, position }: { bss: BssView; top: number; height: number; position: number }): ReactNode {
  const texts = useTexts();
  const channel = channelOf(bss.frequency);
  return (
    <div role="row" aria-level={3} aria-rowindex={position} className="radio-line" style={{ top, height }}>
      <span role="gridcell" className="radio-name">{bss.bssid}{bss.inUse && <span className="tone-ok"> {texts.t('details.inUse')}</span>}</span>
      <span role="gridcell" className="row-security">{channel === null ? '' : texts.t('details.channel', { channel })}</span>
      <span role="gridcell" className="row-band">{bandText(texts, bss.frequency)}</span>
      <span role="gridcell" className="row-level">{levelText(texts, bss.level)}<Bars level={bss.level} /></span>
    </div>
  );
}
