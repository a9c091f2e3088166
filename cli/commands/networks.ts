import { stateOf, until, withHost, type Context } from '../context.ts';
import { CommandError } from '../exit.ts';
import { find, findAccessPoint, nameOf } from '../find.ts';
import { print } from '../output.ts';

/** The built-in service network of all that is stored, whose order is the user's. */
const builtIn = 'network:all';

export async function makeNetwork(context: Context, name: string, members: readonly string[]): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const { id } = await client.request('serviceNetwork.save', { id: null, name, members: members.map((each) => findAccessPoint(context, state, each).id) });
    print(context, 'networks make', { configuration: id }, context.say('done.made', { name }));
  });
}

/** Sets the order, or shows it. */
export async function orderNetworks(context: Context, members: readonly string[]): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    if (members.length === 0) {
      const order = state.configurations[builtIn]?.members ?? [];
      print(context, 'networks order', { members: order }, order.map((id, at) => `${at + 1}. ${nameOf(context, state, id)}`).join('\n'));
      return;
    }
    const wanted = members.map((each) => findAccessPoint(context, state, each).id);
    await client.request('serviceNetwork.order', { members: wanted });
    print(context, 'networks order', { members: wanted }, context.say('done.ordered'));
  });
}

export async function removeNetwork(context: Context, given: string, seconds: number): Promise<void> {
  await withHost(context, async (client) => {
    const state = await stateOf(client);
    const network = find(context, state, given);
    const name = nameOf(context, state, network.id);
    if (network.type !== 'serviceNetwork') throw new CommandError('usage', context.say('error.notServiceNetwork', { name }));
    await client.request('serviceNetwork.remove', { id: network.id });
    await until(context, client, (now) => now.configurations[network.id] === undefined || undefined, seconds);
    print(context, 'networks remove', { configuration: network.id }, context.say('done.removed', { name }));
  });
}
