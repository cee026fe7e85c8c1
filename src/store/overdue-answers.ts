import type { Socket } from "node:net";
import pg from "pg";

/** After how long without an answer the connection is checked, at least; at most twice that. */
const OVERDUE_MS = 2_500;

/**
 * Ends a connection whose answer is overdue while the database is not working on it: a line can go dead without either
 * end noticing. Another connection asks the database; a long statement is left alone.
 */
export function endWhenOverdue(client: pg.Client, options: pg.ClientConfig): void {
  const { processID } = client as unknown as { readonly processID: number };
  const stream = client.connection.stream as Socket;
  let answeredUpTo = stream.bytesWritten;
  let readAtLastLook = -1;
  stream.on("data", () => {
    answeredUpTo = stream.bytesWritten;
  });
  const look = async (): Promise<void> => {
    const isWaiting = stream.bytesWritten > answeredUpTo;
    const isOverdue = isWaiting && stream.bytesRead === readAtLastLook;
    readAtLastLook = isWaiting ? stream.bytesRead : -1;
    if (!isOverdue || (await isWorkedOn(processID, options))) return;
    if (stream.bytesWritten > answeredUpTo && stream.bytesRead === readAtLastLook) stream.destroy();
  };
  const timer = setInterval(() => void look(), OVERDUE_MS).unref();
  stream.once("close", () => clearInterval(timer));
}

/** Whether the process of a connection is working on a statement; false if the database does not answer at all. */
async function isWorkedOn(processId: number, options: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...options, query_timeout: OVERDUE_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    const asked =
      "select 1 from pg_stat_activity where pid = $1 and state in ('active', 'fastpath function call')";
    return (await client.query(asked, [processId])).rows.length > 0;
  } catch (error) {
    // A database that refuses, as for too many connections, is alive: it may be working on the statement.
    return /^\d/.test((error as { code?: string }).code ?? "");
  } finally {
    client.end().catch(() => {});
    (client.connection.stream as Socket).destroySoon();
  }
}
