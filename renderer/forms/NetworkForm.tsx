import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button as Handle, GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import { RequestError } from '../../app/contract/contract.ts';
import type { ConfigurationView, HostState } from '../../app/contract/state.ts';
import { configurationName, requestFailureText } from '../../app/text/index.ts';
import { Button } from '../parts/Button.tsx';
import { Icon, KindIcon } from '../parts/Icon.tsx';
import { Name } from '../parts/Name.tsx';
import { Words } from '../parts/Words.tsx';
import { useHost, useHostState, useTexts, useView } from '../store/context.tsx';
import { ChoiceField, TextField } from './fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { move } from './order.ts';

/** A service network of the user's: its name, and its members in the order in which they are preferred. Of the built-in one, the order alone. */
export function NetworkForm({ network, onClose }: { network: ConfigurationView | null; onClose: () => void }): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const view = useView();
  const configurations = useHostState((state) => state.configurations);
  const isBuiltIn = network !== null && !network.stored;
  const [name, setName] = useState(network?.name ?? '');
  const [members, setMembers] = useState<readonly string[]>(network?.members ?? []);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const left = candidates(configurations).filter(({ id }) => !members.includes(id));
  const isNamed = isBuiltIn || name.trim() !== '';

  const save = async (): Promise<void> => {
    setTried(true);
    if (!isNamed || members.length === 0) return;
    try {
      if (isBuiltIn) await host.request('serviceNetwork.order', { members: [...members] });
      else await host.request('serviceNetwork.save', { id: network?.id ?? null, name: name.trim(), members: [...members] });
      onClose();
    } catch (error) { setRefused(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''))); }
  };
  const remove = async (): Promise<void> => {
    if (!network) return;
    try {
      await host.request('serviceNetwork.remove', { id: network.id });
      view.offerUndo({ what: 'removed', name: configurationName(texts, network).isolated, run: () => host.request('serviceNetwork.save', { id: network.id, name: network.name, members: network.members }) });
      onClose();
    } catch (error) { setRefused(requestFailureText(texts, error instanceof RequestError ? error : new RequestError('failed', ''))); }
  };

  return (
    <FormFrame title={network ? <Words text={isBuiltIn ? 'network.titleOrder' : 'network.title'} name={configurationName(texts, network)} /> : texts.t('network.titleNew')} note={texts.t('network.what')} onClose={onClose} onSubmit={() => void save()}>
      <div className="form-body">
        {!isBuiltIn && <TextField label={texts.t('network.name')} value={name} onChange={setName} error={tried && !isNamed ? texts.t('form.required') : null} />}
        <div className="form-field">
          <span className="field-label">{texts.t('network.members')}</span>
          <Members members={members} configurations={configurations} change={setMembers} canRemove={!isBuiltIn} />
          {tried && members.length === 0 ? <p className="field-error" role="alert">{texts.t('network.needsMember')}</p> : <p className="field-hint">{texts.t('network.orderWhat')}</p>}
        </div>
        {!isBuiltIn && left.length > 0 && <ChoiceField label={texts.t('network.add')} value="" choices={[{ id: '', label: texts.t('network.addChoose') }, ...left.map((one) => ({ id: one.id, label: configurationName(texts, one).plain }))]}
          onChange={(id) => { if (id !== '') setMembers([...members, id]); }} />}
        {refused !== null && <p className="form-warning" role="alert"><Icon name="warned" small /><span>{refused}</span></p>}
      </div>
      <footer>
        {network && !isBuiltIn ? <Button look="plain" onClick={() => void remove()}>{texts.t('network.remove')}</Button> : <Button look="plain" onClick={onClose}>{texts.t('cancel')}</Button>}
        <Button look="main" type="submit">{texts.t('form.save')}</Button>
      </footer>
    </FormFrame>
  );
}

/** Access points that can be members: what this computer knows. */
const candidates = (configurations: HostState['configurations']): ConfigurationView[] =>
  Object.values(configurations).filter(({ type, stored }) => type === 'internetAccessPoint' && stored).sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));

/** Members in order: dragged by the handle, or moved with Alt and the arrow keys. */
function Members({ members, configurations, change, canRemove }: { members: readonly string[]; configurations: HostState['configurations']; change: (members: readonly string[]) => void; canRemove: boolean }): ReactNode {
  const texts = useTexts();
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => change(move(members, [...keys].map(String), String(target.key), target.dropPosition === 'before' ? 'before' : 'after')),
  });
  // Wherever the focus is in the list: on a line, its handle, or its last button.
  const press = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-key]')?.dataset.key;
    if (id === undefined || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    const at = members.indexOf(id);
    const beside = members[at + (event.key === 'ArrowUp' ? -1 : 1)];
    if (beside !== undefined) change(move(members, [id], beside, event.key === 'ArrowUp' ? 'before' : 'after'));
  };
  return (
    <div onKeyDownCapture={press}>
      <GridList className="members" aria-label={texts.t('network.members')} dragAndDropHooks={dragAndDropHooks} renderEmptyState={() => texts.t('network.empty')}>
        {members.map((id, index) => {
          const one = configurations[id];
          const name = configurationName(texts, one);
          return (
            <GridListItem key={id} id={id} textValue={name.plain} className="member">
              <div className="member-line">
                <Handle slot="drag" className="member-handle" aria-label={texts.t('network.drag', { name: name.isolated })}><Icon name="drag" small /></Handle>
                <span className="member-order">{index + 1}</span><KindIcon kind={one?.accessPoint?.kind ?? 'other'} /><Name name={name} className="cut" />
                {canRemove && <button type="button" className="form-close" aria-label={texts.t('network.leave', { name: name.isolated })} title={texts.t('network.leave', { name: name.isolated })} onClick={() => change(members.filter((each) => each !== id))}><Icon name="clear" small /></button>}
              </div>
            </GridListItem>
          );
        })}
      </GridList>
    </div>
  );
}
