import { useState, type ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { ConfigurationView, HostState, QuestionView } from '../../app/contract/state.ts';
import { currentAccessPoint, linkInterface } from '../../app/contract/reading.ts';
import { configurationName, driverFailureText, type Texts } from '../../app/text/index.ts';
import { canBeChosen, choices, firstChoice, holdChoices, leftText, membersInReach } from '../model/choices.ts';
import { rowFacts, rowSpoken, rowState, type RowState } from '../model/row.ts';
import { choose, dismissQuestion } from '../parts/actions.ts';
import { Bars } from '../parts/Bars.tsx';
import { Button } from '../parts/Button.tsx';
import { RefusedHere } from '../parts/Failure.tsx';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostStore, useHostTime, useTexts } from '../store/context.tsx';
import { askedBy } from './question.ts';

/**
 * A session asks which connection it is to use: what failed before and why, what can be chosen, and the two answers.
 * A click or the arrow keys choose; Enter in the list, a double click or the button connects.
 */
export function Chooser({ question, others, state }: { question: QuestionView; others: number; state: HostState }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const isAnswering = useHostStore(({ pending }) => pending[question.id] !== undefined);
  const ends = useHostTime((now) => texts.t('choice.ends', { duration: leftText(texts, question.expiresAt, now) }));
  const day = useHostTime((now) => Math.floor(now / 3_600_000)) * 3_600_000;
  const wanted = choices(state);
  const [standing, setStanding] = useState<readonly string[]>(wanted);
  const rows = holdChoices(standing, wanted);
  // Kept, so that a row that goes out of reach stands where it stood.
  if (rows !== standing) setStanding(rows);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = picked ?? firstChoice(rows, question);

  const asker = askedBy(texts, state, question);
  const gone = state.driver.available ? null : texts.t('details.whyGone', { manager: texts.of(`driver.${state.driver.name}`) });
  const answering = isAnswering ? texts.t('trial.answering') : null;
  const whyNot = (id: string | null): string | null => answering ?? gone
    ?? (id === null ? texts.t('choice.whyNone') : canBeChosen(state.configurations[id]) ? null : texts.t('details.whyOutOfReach'));
  const connect = (id: string | null): void => { if (id !== null && whyNot(id) === null) void choose(host, question.id, id); };
  return (
    <>
      <header>
        <h2 id="prompt-title" className="cut">{asker ? <Words text="choice.title" name={asker} /> : texts.t('choice.titleOwn')}</h2>
        {question.failed ? null : <p className="cut">{texts.t('choice.why')}</p>}
        <span className="prompt-aside">{others > 0 && <span>{texts.t('choice.others', { count: others })}</span>}<span>{ends}</span></span>
      </header>
      {question.failed && <Failed failed={question.failed} configuration={state.configurations[question.failed.configuration]} />}
      {rows.length === 0 ? <p className="choices-none">{texts.t('choice.none')}</p> : (
        // Not the list's own action: that would take a tap, and a screen reader's click, as an answer already.
        <div className="choices-frame" role="presentation" onDoubleClick={(event) => { if ((event.target as Element).closest('[role=option]')) connect(chosen); }}
          onKeyDownCapture={(event) => { if (event.key === 'Enter' && !event.repeat) { event.preventDefault(); event.stopPropagation(); connect(chosen); } }}>
          <ListBox className="choices" aria-label={texts.t('choice.list')} selectionMode="single" selectionBehavior="replace" disallowEmptySelection
            selectedKeys={chosen === null ? [] : [chosen]} onSelectionChange={(keys) => { if (keys !== 'all') for (const key of keys) setPicked(String(key)); }}>
            {rows.map((id) => <Choice key={id} id={id} configuration={state.configurations[id]} state={state} day={day} isChosen={id === chosen} />)}
          </ListBox>
        </div>
      )}
      <RefusedHere about={question.id} />
      <footer>
        <p className="cut">{texts.t('choice.foot')}</p>
        <Button onClick={() => void dismissQuestion(host, question.id)} why={answering}>{texts.t('cancel')}</Button>
        <Button look="main" aria-busy={isAnswering} onClick={() => connect(chosen)} why={whyNot(chosen)}>{texts.t('details.connect')}</Button>
      </footer>
    </>
  );
}

/** What was chosen before, why it did not work, and what can be done about it. */
function Failed({ failed, configuration }: { failed: NonNullable<QuestionView['failed']>; configuration: ConfigurationView | undefined }): ReactNode {
  const texts = useTexts();
  const { what, advice, platform } = driverFailureText(texts, failed.failure);
  return (
    <div className="choice-failed">
      <Icon name="warned" small />
      <div>
        <p className="tone-warn"><Words text="choice.failed" name={configurationName(texts, configuration)} values={{ what }} /></p>
        {(advice || platform) && <p className="caption secondary">{texts.t('sentence.and', { first: advice, second: platform }).trim()}</p>}
      </div>
    </div>
  );
}

/** One row: the same facts as in the list of access points, the mark of the choice in its own slot. */
function Choice({ id, configuration, state, day, isChosen }: { id: string; configuration: ConfigurationView | undefined; state: HostState; day: number; isChosen: boolean }): ReactNode {
  const texts = useTexts();
  const name = configurationName(texts, configuration);
  const says = choiceState(texts, state, configuration, day);
  const facts = configuration ? rowFacts(texts, { configuration, interface: linkInterface(state, configuration) }) : null;
  const kind = configuration?.accessPoint?.kind ?? null;
  const isFaint = says.tone === 'faint';
  return (
    <ListBoxItem id={id} textValue={name.plain} className={`choice ${isFaint ? 'row-faint' : ''}`}
      aria-label={facts && kind ? rowSpoken(texts, name, null, says, facts, texts.of(`kind.${kind}`)) : texts.facts([name.spoken, says.text])}>
      <span className="choice-mark">{isChosen && <Icon name="passed" small />}</span>
      <span className="row-kind">{kind ? <KindIcon kind={kind} isBusy={says.isBusy} /> : <Icon name="sessions" />}</span>
      <span className="row-name"><Name name={name} className="row-title cut" />{says.text && <span className={`row-state cut tone-${says.tone}`}>{says.text}</span>}</span>
      <span className="row-security">{facts?.security && <><Icon name={facts.isOpen ? 'open' : 'lock'} small /><span className="when-wide">{facts.security}</span></>}</span>
      <span className="row-band">{facts?.band}</span>
      <span className="row-level">{facts && (isFaint && facts.dBm !== null ? texts.t('measured.not') : facts.level)}{facts && facts.dBm !== null && !isFaint && <Bars level={facts.dBm} />}</span>
    </ListBoxItem>
  );
}

/** What a row says beside the name; of a service network, how many of its members are in reach. */
function choiceState(texts: Texts, state: HostState, configuration: ConfigurationView | undefined, day: number): RowState {
  const still = { isBusy: false, canTryAgain: false };
  if (!canBeChosen(configuration)) return { text: texts.t('list.outOfReach'), tone: 'faint', ...still };
  if (!configuration.accessPoint) return { text: texts.facts([texts.t('list.serviceNetworkShort'), texts.t('list.inReach', { count: membersInReach(state, configuration) })]), tone: 'plain', ...still };
  const said = rowState(texts, { configuration, interface: linkInterface(state, configuration), isCurrent: configuration.id === currentAccessPoint(state), isGone: false, isStale: !state.driver.available, pending: null, offer: null, trial: null, day });
  const { hasMarks, hasBytes } = configurationName(texts, configuration);
  return said.text === '' && (hasMarks || hasBytes) ? { text: texts.t(hasMarks ? 'name.charactersVisible' : 'name.bytesNotText'), tone: 'warn', ...still } : said;
}
