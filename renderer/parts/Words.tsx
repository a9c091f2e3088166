import { Fragment, type ReactNode } from 'react';
import type { ShownName, TextKey } from '../../app/text/index.ts';
import { useTexts } from '../store/context.tsx';
import { Name } from './Name.tsx';

/** A text with a name in it, the name drawn with its marks: `{{name}}` in the catalogue is where it stands. */
export function Words({ text, name, values = {} }: { text: TextKey; name: ShownName; values?: Record<string, string | number> }): ReactNode {
  const pieces = useTexts().pieces(text as 'offer.title', { name: name.plain }, values);
  return pieces.map((piece, index) => <Fragment key={index}>{typeof piece === 'string' ? piece : <Name name={name} />}</Fragment>);
}
