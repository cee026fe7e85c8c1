import { err, type Refusal, type Result, refuse } from "../result.ts";
import { ARCHIVE_FAULT } from "./archive/segment-files.ts";

/** What a call is refused with while the database cannot do it. */
export type DatabaseFaultCode =
  | "database_unreachable"
  | "database_read_only"
  | "database_busy"
  | "database_denied"
  | "disk_full"
  | "archive_unreadable";

/** One way in which a database says that it cannot do something now, which is no bug of the program. */
interface DatabaseFault {
  /** How the codes begin that it has: SQLSTATE, or those of Node for connections. */
  readonly codes: readonly string[];
  /** The words of a driver that has no code for it. */
  readonly words?: RegExp;
  readonly code: DatabaseFaultCode;
  /** What callers are told. */
  readonly told: string;
  /** What whoever starts the program can do. */
  readonly advice: string;
}

const AGAIN = "and nothing was changed; try again";

/** A deadlock, or transactions that cannot be put in an order: one of them is given up, and can be done again. */
const CAME_IN_BETWEEN: readonly string[] = ["40001", "40P01"];

/** A row refers to one that is not there: others have removed it since it was looked for. */
const REMOVED_MEANWHILE = "23503";

/** Whether a transaction failed because of another one, so that what it did is to be decided again. */
export function isOfOthers(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && (CAME_IN_BETWEEN.includes(code) || code === REMOVED_MEANWHILE);
}

/** Every fault that is known, the more particular ones first; an error that none of them describes is a bug. */
const FAULTS: readonly DatabaseFault[] = [
  {
    codes: ["25006"],
    code: "database_read_only",
    told: `The database takes no changes right now, as while another server takes over, ${AGAIN}.`,
    advice:
      "this server is a standby, or takes no changes for another reason; name the primary in DATABASE_URL, or several hosts with target_session_attrs=read-write",
  },
  {
    codes: [ARCHIVE_FAULT],
    code: "archive_unreadable",
    told: "A part of the ledger's archive that this needs cannot be read or written right now, and nothing is said in its place; tell the operator.",
    advice: "see that the archive is where this program looks for it (DATA_DIR, or the bucket), and is whole",
  },
  {
    codes: ["53100"],
    code: "disk_full",
    told: "The disk of the database is full, and nothing was changed; its operator must make room, then try again.",
    advice: "make room on the disk of the database",
  },
  {
    codes: ["53300"],
    words: /no more connections allowed|too many clients/,
    code: "database_busy",
    told: `The database allows no more connections right now, ${AGAIN}.`,
    advice: "allow the user of DATABASE_URL more connections (11 for each process), or end others",
  },
  {
    codes: [],
    words: /timeout exceeded when trying to connect|does not answer on a new connection/,
    code: "database_busy",
    told: `All connections to the database are in use, ${AGAIN}.`,
    advice:
      "allow more connections (11 for each process), in the pooler too, or see what keeps the database busy",
  },
  {
    codes: ["53"],
    code: "database_busy",
    told: `The database lacks memory or another resource for this right now, ${AGAIN}.`,
    advice: "give the database more of what it lacks",
  },
  {
    codes: ["55P03"],
    code: "database_busy",
    told: `The database waited for another change for as long as its lock_timeout allows, ${AGAIN}.`,
    advice: "another program keeps a lock; try again, or raise the lock_timeout of the user of DATABASE_URL",
  },
  {
    codes: ["57014"],
    code: "database_busy",
    told: `The database stopped this because it took longer than its statement_timeout allows, or an operator did, ${AGAIN}.`,
    advice:
      "try again, or raise the statement_timeout of the user of DATABASE_URL (for this program alone: ?statement_timeout=0)",
  },
  {
    codes: CAME_IN_BETWEEN,
    code: "database_busy",
    told: `Another change came in between, ${AGAIN}.`,
    advice: "try again",
  },
  {
    codes: ["25P03", "25P04"],
    code: "database_busy",
    told: `The database ended this because it took too long, ${AGAIN}.`,
    advice: "try again, or raise the transaction_timeout of the user of DATABASE_URL",
  },
  {
    codes: ["3F000"],
    code: "database_denied",
    told: "The database does not let this server work with its tables, and nothing was changed; tell the operator.",
    advice:
      "the search_path of the user of DATABASE_URL names no schema that exists and that it may use; create it, grant it, or correct the search_path",
  },
  {
    codes: ["42501"],
    code: "database_denied",
    told: "The database does not let this server work with its tables, and nothing was changed; tell the operator.",
    advice:
      "give the user of DATABASE_URL the right to create and use tables, or make it the owner of the database (alter database NAME owner to USER)",
  },
  {
    codes: ["28"],
    words: /password must be a( non-empty)? string/,
    code: "database_unreachable",
    told: `The database does not accept this server right now, ${AGAIN}.`,
    advice:
      "correct the user and the password in DATABASE_URL (or set DATABASE_PASSWORD or PGPASSWORD); where the database takes only encrypted connections, add ?sslmode=verify-full",
  },
  {
    codes: ["3D"],
    code: "database_unreachable",
    told: `The database cannot be reached right now, ${AGAIN}.`,
    advice: "create the database, or correct its name in DATABASE_URL",
  },
  {
    codes: ["ERR_TLS_CERT_ALTNAME_INVALID"],
    code: "database_unreachable",
    told: `The database cannot be reached right now, ${AGAIN}.`,
    advice:
      "name the host in DATABASE_URL as its certificate does, or do without that proof, with sslmode=verify-ca",
  },
  {
    codes: ["SELF_SIGNED", "DEPTH_ZERO", "UNABLE_TO_", "CERT_", "ERR_TLS", "ERR_SSL", "HOSTNAME_MISMATCH"],
    words: /does not support SSL|establishing an SSL connection/,
    code: "database_unreachable",
    told: `The database cannot be reached right now, ${AGAIN}.`,
    advice:
      "check sslmode in DATABASE_URL, and name the authority that signed the server's certificate with sslrootcert, or in NODE_EXTRA_CA_CERTS",
  },
  {
    codes: ["ECONN", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_", "EHOSTUNREACH", "ENETUNREACH", "08", "57P"],
    words: /Connection terminated|has encountered a connection error|timeout expired|Client has encountered/,
    code: "database_unreachable",
    told: `The database cannot be reached right now, ${AGAIN}.`,
    advice: "set it to the postgres:// URL of a running PostgreSQL that accepts its user and password",
  },
];

/** The refusal of a call that met an error of the database, or null if the error is a bug. */
export function refuseFault(error: unknown): Refusal<DatabaseFaultCode> | null {
  const fault = findFault(error);
  return fault && refuse(fault.code, fault.told);
}

/**
 * Does work of a start or a command; an error that an operator can put right is refused with one sentence that says how.
 * The error's words have no password in them. Bugs are thrown on.
 */
export async function refusingFaults<Value, Reason>(
  work: () => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | Refusal<DatabaseFaultCode>>> {
  try {
    return await work();
  } catch (error) {
    const fault = findFault(error);
    if (!fault) throw error;
    return err(refuseToStart(error, fault));
  }
}

/** As {@link refusingFaults}, for opening: whatever else the database says then, DATABASE_URL is to be corrected. */
export async function refusingToOpen<Value, Reason>(
  work: () => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | Refusal<DatabaseFaultCode>>> {
  try {
    return await refusingFaults(work);
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== "string") throw error;
    return err(refuseToStart(error, NOT_OPENED));
  }
}

const NOT_OPENED = { code: "database_unreachable", advice: "correct DATABASE_URL" } as const;

function refuseToStart(
  error: unknown,
  { code, advice }: Pick<DatabaseFault, "code" | "advice">,
): Refusal<DatabaseFaultCode> {
  const { message, code: itsCode } = error as { message?: string; code?: string };
  if (code === "archive_unreadable") {
    return refuse(code, `The archive of the ledger cannot be used (${message}); ${advice}.`);
  }
  return refuse(code, `The database at DATABASE_URL cannot be used (${message || itsCode}); ${advice}.`);
}

function findFault(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  const isOf = ({ codes, words }: DatabaseFault): boolean =>
    (typeof code === "string" && codes.some((begin) => code.startsWith(begin))) ||
    words?.test(error.message) === true;
  return FAULTS.find(isOf) ?? null;
}
