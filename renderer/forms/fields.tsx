import { useId, useState, type ReactNode, type Ref } from 'react';
import { Choose, type Choice } from '../settings/controls.tsx';
import { useHost, useTexts } from '../store/context.tsx';

interface FieldProps { label: string; value: string; onChange: (value: string) => void; error?: string | null; hint?: string; isOptional?: boolean; field?: Ref<HTMLInputElement> }

/** Label, field, and under it what is wrong or what to know. */
export function TextField({ label, value, onChange, error = null, hint, isOptional = false, field }: FieldProps): ReactNode {
  const id = useId();
  return (
    <Frame id={id} label={label} error={error} hint={hint} isOptional={isOptional}>
      <input ref={field} id={id} type="text" className="field" value={value} onChange={(event) => onChange(event.target.value)} spellCheck={false} autoComplete="off" autoCapitalize="off"
        aria-invalid={error !== null || undefined} aria-describedby={error !== null || hint ? `${id}-says` : undefined} />
    </Frame>
  );
}

/** A field for a secret, hidden until the user wants to see it. */
export function PasswordField({ label, value, onChange, error = null, hint, isOptional = false, field }: FieldProps): ReactNode {
  const texts = useTexts();
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <Frame id={id} label={label} error={error} hint={hint} isOptional={isOptional}>
      <span className="field input-with">
        <input ref={field} id={id} type={isShown ? 'text' : 'password'} value={value} onChange={(event) => onChange(event.target.value)} spellCheck={false} autoComplete="off" autoCapitalize="off"
          aria-invalid={error !== null || undefined} aria-describedby={error !== null || hint ? `${id}-says` : undefined} />
        <button type="button" className="link" aria-pressed={isShown} aria-controls={id} onClick={() => setShown(!isShown)}>{texts.t(isShown ? 'form.hide' : 'form.show')}</button>
      </span>
    </Frame>
  );
}

/** A field for the path of a file: typed, or chosen in the system's own dialog. */
export function FileField({ label, value, onChange, error = null }: FieldProps): ReactNode {
  const texts = useTexts();
  const host = useHost();
  const id = useId();
  const choose = async (): Promise<void> => {
    const { path } = await host.request('program.chooseFile', null).catch(() => ({ path: null }));
    if (path !== null) onChange(path);
  };
  return (
    <Frame id={id} label={label} error={error} hint={undefined} isOptional={false}>
      <span className="field input-with">
        <input id={id} type="text" value={value} onChange={(event) => onChange(event.target.value)} spellCheck={false} autoComplete="off" aria-invalid={error !== null || undefined} aria-describedby={error !== null ? `${id}-says` : undefined} />
        <button type="button" className="link" aria-label={texts.t('form.chooseFile', { what: label })} onClick={() => void choose()}>{texts.t('sessions.actChoose')}</button>
      </span>
    </Frame>
  );
}

function Frame({ id, label, error, hint, isOptional, children }: { id: string; label: string; error: string | null; hint: string | undefined; isOptional: boolean; children: ReactNode }): ReactNode {
  const texts = useTexts();
  return (
    <div className={`form-field ${error !== null ? 'field-wrong' : ''}`}>
      <label htmlFor={id}>{label}{isOptional && <span className="field-optional">{texts.t('form.optional')}</span>}</label>
      {children}
      {error !== null ? <p id={`${id}-says`} className="field-error" role="alert">{error}</p> : hint ? <p id={`${id}-says`} className="field-hint">{hint}</p> : null}
    </div>
  );
}

/** One of several, under a label in sight. */
export function ChoiceField<T extends string>({ label, value, choices, onChange }: { label: string; value: T; choices: readonly Choice<T>[]; onChange: (value: T) => void }): ReactNode {
  return <div className="form-field"><span className="field-label" aria-hidden="true">{label}</span><Choose label={label} value={value} choices={choices} onChange={onChange} /></div>;
}

/** A statement that the user makes or leaves. */
export function CheckField({ label, isOn, onChange, error = null }: { label: string; isOn: boolean; onChange: (on: boolean) => void; error?: string | null }): ReactNode {
  const id = useId();
  return (
    <div className="form-field">
      <label className="check"><input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} aria-invalid={error !== null || undefined} aria-describedby={error === null ? undefined : id} /><span>{label}</span></label>
      {error !== null && <p id={id} className="field-error" role="alert">{error}</p>}
    </div>
  );
}

/** What is seldom needed, folded away. */
export function More({ children }: { children: ReactNode }): ReactNode {
  const texts = useTexts();
  return <details className="form-more"><summary>{texts.t('form.more')}</summary>{children}</details>;
}
