/** Who has to be asked: `account` proves it with a password, a code or a passkey; `provider` signs in again elsewhere. */
export type ProofQuestion = "account" | "provider";

/** The refusals of calls that ask for a proof, and what each asks. */
const QUESTIONS: Readonly<Record<string, ProofQuestion>> = {
  proof_needed: "account",
  sign_in_again_needed: "provider",
};

interface Asked {
  readonly question: ProofQuestion;
  readonly answer: Promise<boolean>;
  readonly settle: (isProved: boolean) => void;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

/** What the person is being asked, or null. */
export function proofQuestion(): ProofQuestion | null {
  return asked?.question ?? null;
}

/** For `useSyncExternalStore`: calls back when a question begins or ends. */
export function onProofQuestion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Answers the question, for all calls that wait. */
export function answerProof(isProved: boolean): void {
  const { settle } = asked ?? {};
  asked = null;
  settle?.(isProved);
  for (const listener of listeners) listener();
}

/**
 * Sends a request. If it is refused because the person has to prove again who it is, asks for that, and sends it once
 * more when it is proved; else the refusal stands.
 */
export async function sendWithProof(request: Request): Promise<Response> {
  const again = request.method === "GET" ? null : request.clone();
  const response = await globalThis.fetch(request);
  if (again === null || response.status !== 403) return response;
  const question = await questionIn(response.clone());
  if (question === null || !(await ask(question))) return response;
  return globalThis.fetch(again);
}

async function questionIn(refused: Response): Promise<ProofQuestion | null> {
  try {
    const { errors } = (await refused.json()) as { errors: { code: string }[] };
    return QUESTIONS[errors[0]?.code ?? ""] ?? null;
  } catch {
    return null;
  }
}

/** Calls that are refused at the same time share one question. Where no page is there to ask, nothing is proved. */
function ask(question: ProofQuestion): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  asked ??= begin(question);
  for (const listener of listeners) listener();
  return asked.answer;
}

function begin(question: ProofQuestion): Asked {
  let settle: Asked["settle"] = () => undefined;
  const answer = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  return { question, answer, settle };
}
