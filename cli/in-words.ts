import { HandoverError, socketPath } from '../app/hub/client/index.ts';
import { inChinese, loadSentences } from '../app/text/sentences.ts';
import type { Context } from './context.ts';
import { endOf } from './exit.ts';

/** What the host says is in English, as it stands in the contract; here it is said in the language of the person. */
export async function inWords(context: Context, error: unknown): Promise<string> {
  const { message } = endOf(error);
  if (error instanceof HandoverError && error.code === 'notRunning') return context.say('error.notRunning', { path: context.socket ?? socketPath() });
  if (context.texts.language !== 'zh') return message;
  await loadSentences();
  return inChinese(message) ?? message;
}
