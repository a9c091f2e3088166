import type { Command, Help } from 'commander';
import { createTexts } from '../app/text/index.ts';
import { commandTexts } from '../app/text/command.ts';
import type { Context } from './context.ts';
import { exitCodes, type ExitKind } from './exit.ts';
import { makeProgram } from './program.ts';

/** docs/cli.md and the man page, from the command's own help: what the one says the other does. */
const context: Context = { say: commandTexts('en'), texts: createTexts('en'), json: false, socket: undefined, isTerminal: false, isColoured: false, input: process.stdin, write: () => undefined, complain: () => undefined };

interface Entry { readonly words: string; readonly about: string; readonly usage: string; readonly rows: readonly (readonly [string, string])[] }

function entriesOf(command: Command, before: string): Entry[] {
  const help: Help = command.createHelp();
  const words = `${before} ${command.name()}`.trim();
  const own: Entry = {
    words, about: command.description(), usage: `${words} ${command.usage()}`.trim(),
    rows: [
      ...help.visibleArguments(command).map((each) => [help.argumentTerm(each), help.argumentDescription(each)] as const),
      ...help.visibleOptions(command).map((each) => [help.optionTerm(each), help.optionDescription(each)] as const),
    ],
  };
  return [own, ...help.visibleCommands(command).filter((each) => each.name() !== 'help').flatMap((each) => entriesOf(each, words))];
}

const entries = (): Entry[] => entriesOf(makeProgram(context, () => undefined), '');
const exits = Object.entries(exitCodes) as [ExitKind, number][];
const unusual = (rows: Entry['rows']) => rows.filter(([term]) => !/^(-h, --help|--json)$/.test(term));

export function markdown(): string {
  const [program, ...commands] = entries();
  return [
    '# The `handover` command', '',
    '<!-- Made from the command\'s own help by `node scripts/cli-docs.mjs`; a test keeps it so. -->', '',
    `${program?.about ?? ''} In a clone: \`npx handover …\` (it builds itself). It speaks to the Handover that runs, a window or \`handover host\`.`, '',
    'Tables are for people, in the language of the environment (`LANG`), with colour on a terminal alone (`NO_COLOR` is respected). `--json` prints one object a line,',
    'described by [cli.schema.json](cli.schema.json); an error is then `{"version":1,"error":{"kind","message"}}` on standard error. Names may be given as they are',
    'shown, as the SSID, or by identifier. A password is asked for on the terminal or read from standard input, never taken from an argument.', '',
    ...commands.flatMap(({ words, about, usage, rows }) => [`## ${words}`, '', `\`${usage}\``, '', `${about[0]?.toUpperCase()}${about.slice(1)}.`, '', ...unusual(rows).length > 0 ? ['| | |', '| --- | --- |', ...unusual(rows).map(([term, text]) => `| \`${term.replaceAll('|', '\\|')}\` | ${text.replaceAll('|', '\\|')} |`), ''] : []]),
    `## ${context.say('help.exitCodes')}`, '', '| | |', '| --- | --- |', ...exits.map(([kind, code]) => `| ${code} | ${context.say(`exit.${kind}`)} |`), '',
  ].join('\n');
}

const roff = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('-', '\\-').replace(/^([.'])/gm, '\\&$1');

/** For `man`, in the macros of man(7). */
export function manPage(version: string): string {
  const [program, ...commands] = entries();
  return [
    `.TH HANDOVER 1 "" "Handover ${version}" "User commands"`, '.SH NAME', `handover \\- ${roff(program?.about ?? '')}`, '.SH SYNOPSIS', '.B handover', '.I command', '[options]',
    '.SH DESCRIPTION', roff('Speaks to the Handover that runs: a window, or a host without one (handover host).'), '.SH COMMANDS',
    ...commands.flatMap(({ usage, about, rows }) => ['.TP', `.B ${roff(usage.replace(/^handover /, ''))}`, roff(about), ...unusual(rows).flatMap(([term, text]) => ['.RS', '.TP', `.B ${roff(term)}`, roff(text), '.RE'])]),
    '.SH OPTIONS', ...(program?.rows ?? []).flatMap(([term, text]) => ['.TP', `.B ${roff(term)}`, roff(text)]),
    '.SH EXIT STATUS', ...exits.flatMap(([kind, code]) => ['.TP', `.B ${code}`, roff(context.say(`exit.${kind}`))]),
    '.SH FILES', '.TP', '.I $XDG_RUNTIME_DIR/handover/hub.sock', roff('the socket of the host; HANDOVER_SOCKET names another'), '',
  ].join('\n');
}
