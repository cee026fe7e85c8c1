import { SessionClient } from "./session-client.ts";

/** After how long without an answer the connection is checked, at least; at most twice that. */
const OVERDUE_MS = 2_500;

/**
 * Ends a connection whose answer is overdue while the database is not working on it: a line can go dead without either
 * end noticing. Another connection asks the database; a long statement is left alone. So is every statement by way of a
 * pooler, whose process nobody knows.
 */
export function endWhenOverdue(client: SessionClient): void {
  if (client.isPooled) return;
  const { socket } = client;
  let answeredUpTo = socket.bytesWritten;
  let readAtLastLook = -1;
  socket.on("data", () => {
    answeredUpTo = socket.bytesWritten;
  });
  const look = async (): Promise<void> => {
    const isWaiting = socket.bytesWritten > answeredUpTo;
    const isOverdue = isWaiting && socket.bytesRead === readAtLastLook;
    readAtLastLook = isWaiting ? socket.bytesRead : -1;
    if (!isOverdue || (await isWorkedOn(client))) return;
    if (socket.bytesWritten > answeredUpTo && socket.bytesRead === readAtLastLook) socket.destroy();
  };
  const timer = setInterval(() => void look(), OVERDUE_MS).unref();
  socket.once("close", () => clearInterval(timer));
}

/** Whether the process of a connection is working on a statement; false if the database does not answer at all. */
async function isWorkedOn({ way, processId }: SessionClient): Promise<boolean> {
  const client = new SessionClient(way, {
    query_timeout: OVERDUE_MS,
    connectionTimeoutMillis: 2 * OVERDUE_MS,
  });
  try {
    await client.connect();
    // Who may not see the state of the process takes it for working.
    const asked = `
      select 1 from pg_stat_activity
      where pid = $1 and coalesce(state, 'active') in ('active', 'fastpath function call')`;
    return (await client.query(asked, [processId])).rows.length > 0;
  } catch (error) {
    // A database that refuses, as for too many connections, is alive: it may be working on the statement.
    return /^\d/.test((error as { code?: string }).code ?? "");
  } finally {
    client.end().catch(() => {});
    client.socket.destroySoon();
  }
}
