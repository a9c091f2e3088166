import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Radio, RadioGroup, Select, SelectValue, Switch } from 'react-aria-components';
import { Floating } from '../parts/Floating.tsx';
import { Icon } from '../parts/Icon.tsx';

export interface Choice<T extends string> { readonly id: T; readonly label: string }

/** One line of the settings: what it is, what it does, and its control. */
export function Setting({ label, what, children }: { label: string; what?: string; children: ReactNode }): ReactNode {
  return <div className="setting"><div><p>{label}</p>{what && <p className="secondary">{what}</p>}</div><div className="setting-control">{children}</div></div>;
}

/** One of few, all in sight. */
export function Segments<T extends string>({ label, value, choices, onChange }: { label: string; value: T; choices: readonly Choice<T>[]; onChange: (value: T) => void }): ReactNode {
  return (
    <RadioGroup className="segments" aria-label={label} value={value} orientation="horizontal" onChange={(chosen) => onChange(chosen as T)}>
      {choices.map(({ id, label: text }) => <Radio key={id} value={id} className="segment">{text}</Radio>)}
    </RadioGroup>
  );
}

/** One of several. */
export function Choose<T extends string>({ label, value, choices, onChange }: { label: string; value: T; choices: readonly Choice<T>[]; onChange: (value: T) => void }): ReactNode {
  return (
    <Select className="choose" selectedKey={value} onSelectionChange={(chosen) => { if (chosen !== null) onChange(chosen as T); }}>
      <Label className="hidden">{label}</Label>
      <Button className="button choose-button"><SelectValue className="cut" /><Icon name="down" small /></Button>
      <Floating>
        <ListBox className="menu">{choices.map(({ id, label: text }) => <ListBoxItem key={id} id={id}>{text}</ListBoxItem>)}</ListBox>
      </Floating>
    </Select>
  );
}

/** On or off. */
export function Toggle({ label, isOn, why = null, onChange }: { label: string; isOn: boolean; /** Why it cannot be switched; told beside it too. */ why?: string | null; onChange: (on: boolean) => void }): ReactNode {
  return <Switch className="toggle" aria-label={label} isSelected={isOn} isDisabled={why !== null} onChange={onChange}><span className="toggle-track"><span className="toggle-knob" /></span></Switch>;
}
