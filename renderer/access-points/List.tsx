import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { ConfigurationView } from '../../app/contract/state.ts';
import { configurationName, showName } from '../../app/text/index.ts';
import type { Group } from '../model/arrangement.ts';
import { currentAccessPoint, isInReach, linkInterface } from '../../app/contract/reading.ts';
import { wantsForm } from '../model/connection.ts';
import { matches } from '../model/row.ts';
import { whyNot } from '../model/permissions.ts';
import { connect, scan } from '../parts/actions.ts';
import { Button } from '../parts/Button.tsx';
import { Name } from '../parts/Name.tsx';
import { useHost, useHostState, useHostStore, useHostTime, useTexts, useView, useViewState } from '../store/context.tsx';
import { heights, inView, layOut, rowByKey } from './lines.ts';
import { RadioLine, Row, rowId } from './Row.tsx';
import { useArrangement } from './useArrangement.ts';

/**
 * All access points. Only the lines in view are drawn, so that thousands cost what a screenful costs. Arrow keys go through the
 * rows, right and left unfold and fold radios, Enter goes to the details.
 */
export function List({ isTyped, onEnter }: { isTyped: boolean; onEnter: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const [isHovered, setHovered] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const { groups, known } = useArrangement(isHovered || hasFocus || isTyped);
  const state = useHostState((all) => all);
  const pending = useHostStore((store) => store.pending);
  const search = useViewState((all) => all.search.accessPoints);
  const chosen = useViewState((all) => all.accessPoint);
  const unfolded = useViewState((all) => all.unfolded);
  const day = useHostTime((now) => Math.floor(now / 3_600_000)) * 3_600_000;
  const current = currentAccessPoint(state);
  const selected = chosen ?? current;

  const { configurations } = state;
  // A row that stands still after its access point has gone shows what was last known of it.
  const find = (id: string): ConfigurationView | undefined => configurations[id] ?? known.get(id);

  const { lines, height } = useMemo(() => {
    // By what was known when the order settled: names and radios need not be looked at with every change of a level.
    const isMatch = matches(texts, (id) => known.get(id), search);
    return layOut(groups, {
      order: (group, id) => (group.network === null || group.kind === 'known' ? null : (known.get(group.network)?.members.indexOf(id) ?? -1) + 1 || null),
      isTall: (id) => { const one = known.get(id); if (!one) return false; const name = configurationName(texts, one); return name.hasMarks || name.hasBytes; },
      radios: (id) => (unfolded.has(id) && search === '' ? (known.get(id)?.accessPoint?.bss ?? []).map(({ bssid }) => bssid) : []),
      isShown: (id) => known.has(id) && isMatch(id),
    });
  }, [groups, known, search, unfolded, texts]);
  const rows = useMemo(() => lines.flatMap((line) => (line.kind === 'row' ? [line.id] : [])), [lines]);

  const scroller = useRef<HTMLDivElement>(null);
  /** Where the list began on the screen when somebody came to point at it, how far it was scrolled then, and how far it is now for the row under the pointer. */
  const held = useRef<{ top: number; from: number; owed: number; at: number } | null>(null);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!isHovered || !box) return;
    held.current = { top: box.getBoundingClientRect().top, from: box.scrollTop, owed: 0, at: box.scrollTop };
    return () => {
      // What was scrolled for the pointer's sake goes back with it, unless the person has scrolled since: the list would begin somewhere in its middle.
      if (held.current && box.scrollTop === held.current.at) box.scrollTop = held.current.from;
      held.current = null;
      box.style.removeProperty('--room');
      showFocus(box);
    };
  }, [isHovered]);
  // Nothing is drawn that would have to go again once the box is measured.
  const [part, setPart] = useState({ top: 0, height: 0 });
  const measured = useCallback((box: HTMLDivElement) => {
    scroller.current = box;
    const measure = (): void => {
      // What comes above the list pushes its edge down, not the row that somebody points at. What cannot be scrolled now is owed
      // until the next time: the edge may move up before it moves down.
      const { top } = box.getBoundingClientRect();
      if (held.current !== null && top !== held.current.top) {
        const { at, from, owed } = held.current;
        const wanted = box.scrollTop + owed + top - held.current.top;
        // Scrolled by the person meanwhile: that is where it stays.
        const isOurs = box.scrollTop === at;
        box.scrollTop = wanted;
        if (box.scrollTop < wanted) {
          // Too short to be scrolled so far.
          box.style.setProperty('--room', `${wanted - box.scrollTop}px`);
          box.scrollTop = wanted;
        }
        held.current = { top, from: isOurs ? from : box.scrollTop, owed: wanted - box.scrollTop, at: box.scrollTop };
      } else if (held.current === null) showFocus(box);
      setPart({ top: stepOf(box.scrollTop), height: box.clientHeight || 800 });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => { observer.disconnect(); scroller.current = null; };
  }, []);

  const [tabStop, setTabStop] = useState<string | null>(null);
  const stop = tabStop !== null && rows.includes(tabStop) ? tabStop : selected !== null && rows.includes(selected) ? selected : rows[0] ?? null;
  const shown = useMemo(() => {
    const visible = inView(lines, part.top, part.top + part.height);
    // The row that can hold the focus is always there, so that scrolling never loses it.
    const kept = lines.find((line) => line.kind === 'row' && line.id === stop);
    return kept && !visible.includes(kept) ? [...visible, kept] : visible;
  }, [lines, part, stop]);

  // A row that is drawn only after it was scrolled to takes the focus then.
  const wantsFocus = useRef<string | null>(null);
  const goTo = (id: string): void => {
    setTabStop(id);
    view.chooseAccessPoint(id);
    const line = lines.find(({ key }) => key === id);
    const box = scroller.current;
    if (line && box) {
      if (line.top < box.scrollTop + heights.group) box.scrollTop = line.top - heights.group;
      else if (line.top + line.height > box.scrollTop + box.clientHeight) box.scrollTop = line.top + line.height - box.clientHeight + 8;
    }
    wantsFocus.current = id;
    document.getElementById(rowId(id))?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (wantsFocus.current === null) return;
    const row = document.getElementById(rowId(wantsFocus.current));
    if (row) { if (hasFocus && document.activeElement !== row) row.focus({ preventScroll: true }); wantsFocus.current = null; }
  });
  // A row that goes takes the focus with it: it passes to the row that can hold it now.
  useEffect(() => {
    if (hasFocus && stop !== null && document.activeElement === document.body) document.getElementById(rowId(stop))?.focus({ preventScroll: true });
  });

  const onChoose = useCallback((id: string) => { setTabStop(id); view.chooseAccessPoint(id); }, [view]);
  const onUnfold = useCallback((id: string, open: boolean) => view.unfold(id, open), [view]);
  const onTryAgain = useCallback((id: string) => {
    const configuration = host.getState().state?.configurations[id];
    if (configuration && wantsForm(configuration)) view.show({ form: 'connect', accessPoint: id }); else void connect(host, id);
  }, [host, view]);
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const id = event.target === event.currentTarget ? event.currentTarget.dataset.row : undefined;
    if (id === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') { if (canUnfold(find(id))) { event.preventDefault(); view.unfold(id, event.key === 'ArrowRight'); } return; }
    if (event.key === 'Enter') { event.preventDefault(); flushSync(() => onChoose(id)); onEnter(); return; }
    const target = rowByKey(rows, id, event.key, Math.max(1, Math.floor(part.height / heights.row) - 1));
    if (target !== null) { event.preventDefault(); goTo(target); }
  };

  // One function for all rows and renders, so that a row is not drawn again for it.
  const pressed = useRef(press);
  useLayoutEffect(() => { pressed.current = press; });
  const onKey = useCallback((event: KeyboardEvent<HTMLElement>) => pressed.current(event), []);

  // What a start is measured by (bench P7): the list can be used.
  const isThere = rows.length > 0;
  useEffect(() => { if (isThere && performance.getEntriesByName('handover.list').length === 0) performance.mark('handover.list'); }, [isThere]);
  if (!isThere) return <Empty search={search} />;
  const offers = Object.values(state.offers);
  return (
    <div ref={measured} className="list" role="treegrid" tabIndex={-1} aria-label={texts.t('list.label')} aria-rowcount={lines.length} aria-multiselectable={false}
      onScroll={(event) => { const top = stepOf(event.currentTarget.scrollTop); setPart((before) => (before.top === top ? before : { ...before, top })); }}
      onPointerEnter={() => setHovered(true)} onPointerLeave={() => setHovered(false)} onFocus={() => setFocus(true)}
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setFocus(false); }}>
      <div role="rowgroup" className="list-lines" style={{ height }}>
        {shown.map((line) => {
          if (line.kind === 'group') return <GroupLine key={line.key} group={line.group} top={line.top} height={line.height} position={line.position} count={rowsIn(line.group, find)} />;
          const configuration = find(line.id)!;
          if (line.kind === 'radio') {
            const bss = configuration.accessPoint?.bss.find(({ bssid }) => bssid === line.bssid);
            return bss && <RadioLine key={line.key} bss={bss} top={line.top} height={line.height} position={line.position} />;
          }
          const { id } = line;
          const { trial } = state;
          return (
            <Row key={line.key} id={id} top={line.top} height={line.height} configuration={configuration} device={linkInterface(state, configuration)} order={line.order}
              isCurrent={id === current} isSelected={id === selected} isTabStop={id === stop} isGone={state.configurations[id] === undefined} isStale={!state.driver.available}
              unfolded={line.order === null && canUnfold(configuration) ? unfolded.has(id) : null} pending={pending[id]?.what ?? null}
              offer={offers.find(({ candidate }) => candidate === id) ?? null}
              trial={trial && (trial.phase === 'returning' ? trial.from : trial.to) === id ? (trial.phase === 'returning' ? 'goingBack' : trial.phase === 'keeping' ? null : 'onTrial') : null}
              day={day} position={line.position} onChoose={onChoose} onUnfold={onUnfold} onTryAgain={onTryAgain} onKey={onKey} />
          );
        })}
      </div>
    </div>
  );
}

/** The row that has the focus stays in sight when the list becomes shorter. The list alone is scrolled: what is around it may just be clicked. */
function showFocus(box: HTMLElement): void {
  const row = document.activeElement;
  if (row === null || row === box || !box.contains(row)) return;
  const { top, bottom } = row.getBoundingClientRect();
  const edges = box.getBoundingClientRect();
  if (top < edges.top) box.scrollTop -= edges.top - top; else if (bottom > edges.bottom) box.scrollTop += bottom - edges.bottom;
}

/** Lines beyond both ends are drawn too, so the part in view need not be followed px by px. */
const stepOf = (top: number): number => Math.floor(top / 120) * 120;

const canUnfold = (configuration: ConfigurationView | undefined): boolean => (configuration?.accessPoint?.bss.length ?? 0) > 1;
const rowsIn = (group: Group, find: (id: string) => ConfigurationView | undefined): number =>
  group.members.filter((id) => { const one = find(id); return one !== undefined && isInReach(one); }).length;

function GroupLine({ group, top, height, position, count }: { group: Group; top: number; height: number; position: number; count: number }): ReactNode {
  const texts = useTexts();
  const view = useView();
  const network = useHostState((state) => (group.network === null ? undefined : state.configurations[group.network]));
  return (
    <div role="row" aria-level={1} aria-rowindex={position} aria-expanded className="group-line" style={{ top, height }}>
      <span role="gridcell" className="group-cell">
        <span className="group-name cut">{group.kind === 'others' ? texts.t('list.other') : <Name name={configurationName(texts, network)} />}</span>
        <span className="group-note cut">{group.kind === 'service' ? texts.t('network.summary', { reach: count, count: group.members.length }) : group.kind === 'known' ? texts.t('list.known') : texts.t('list.inReach', { count })}</span>
      </span>
      {network && <span role="gridcell" className="group-edit"><button type="button" className="link" aria-label={texts.t('network.editSpoken', { name: configurationName(texts, network).isolated })}
        onClick={() => view.show({ form: 'network', network: network.id })}>{texts.t(group.kind === 'service' ? 'network.edit' : 'network.editOrder')}</button></span>}
    </div>
  );
}

/** One sentence, and what to do. */
function Empty({ search }: { search: string }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const driver = useHostState((state) => state.driver);
  const manager = texts.of(`driver.${driver.name}`);
  const { wifi } = useHostState((state) => state.system.radios);
  const isOff = wifi.present && wifi.hardwareOn && !wifi.on;
  const whyOff = useHostState((state) => whyNot(texts, state, 'switchWifi'));
  return (
    <div className="list empty">
      {search !== '' ? <p>{texts.t('list.noMatch', { search: showName(search).isolated })}</p>
        : driver.available && isOff ? <><p>{texts.t('list.emptyOff')}</p><Button onClick={() => void host.act('radio', 'saving', () => host.request('radio.set', { radio: 'wifi', on: true }))} why={whyOff}>{texts.t('radio.turnOn')}</Button></>
        : driver.available ? <><p>{texts.t('list.emptyWhy')}</p><Button onClick={() => scan(host)} why={driver.canScan ? null : texts.t('scan.cannot')}>{texts.t('scan.now')}</Button></>
          : <p>{texts.t('list.emptyGone', { manager })}</p>}
    </div>
  );
}
