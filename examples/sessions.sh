#!/bin/sh
# All sessions of Handover, from a shell: two requests, one answer each (docs/socket.md). Needs socat and jq.
socket="${HANDOVER_SOCKET:-$XDG_RUNTIME_DIR/handover/hub.sock}"
{
  echo '{"jsonrpc":"2.0","id":1,"method":"hello","params":{"version":1,"name":"sessions.sh"}}'
  echo '{"jsonrpc":"2.0","id":2,"method":"subscribe","params":{"to":"state","parts":["sessions"]}}'
} | socat - "UNIX-CONNECT:$socket" | jq -r 'select(.id == 2) | .result.state.sessions[] | [.id, .client.name, .state] | @tsv' # names with control characters stay escaped
