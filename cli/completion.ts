import type { Command } from 'commander';
import { configurationName } from '../app/text/index.ts';
import { stateOf, withHost, type Context } from './context.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** Asks the command itself for what may come next, so that names of access points complete as well. */
const scripts: Record<(typeof shells)[number], string> = {
  bash: `_handover() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(handover __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
  COMPREPLY=("\${COMPREPLY[@]// /\\\\ }")
}
complete -o default -F _handover handover
`,
  zsh: `#compdef handover
_handover() {
  local -a found
  found=("\${(@f)$(handover __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found || _files
}
compdef _handover handover
`,
  fish: `complete -c handover -f -a '(handover __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};
export const completionScript = (shell: (typeof shells)[number]): string => scripts[shell];

/** What may stand where the last of the words is: commands, options, names, sessions. */
export async function candidates(context: Context, program: Command, words: readonly string[]): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  let command = program;
  let position = 0;
  for (const word of words.slice(0, -1)) {
    if (word.startsWith('-')) continue;
    const inner = command.commands.find((each) => each.name() === word);
    if (inner) [command, position] = [inner, 0];
    else position += 1;
  }
  const found = typed.startsWith('-') ? command.options.flatMap(({ long }) => long ?? [])
    : command.commands.length > 0 ? command.commands.map((each) => each.name()).filter((name) => !name.startsWith('__'))
      : await valuesOf(context, command, position);
  return found.filter((each) => each.startsWith(typed));
}

async function valuesOf(context: Context, command: Command, position: number): Promise<string[]> {
  const argument = command.registeredArguments[position] ?? (command.registeredArguments.at(-1)?.variadic ? command.registeredArguments.at(-1) : undefined);
  if (!argument) return [];
  if (argument.argChoices) return argument.argChoices;
  if (!['name', 'members', 'session'].includes(argument.name())) return [];
  // Without a host there is nothing to complete, and nothing to say on a half-written line.
  return withHost(context, async (client) => {
    const state = await stateOf(client);
    return argument.name() === 'session' ? Object.keys(state.sessions) : Object.values(state.configurations).map((each) => configurationName(context.texts, each).plain);
  }).catch(() => []);
}
