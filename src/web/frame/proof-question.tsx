import { useSyncExternalStore } from "react";
import { onProofQuestion, proofQuestion } from "../data/proof-question.ts";
import { LatePart } from "../ui/late-part.tsx";

/** Asks for a proof in place, over whatever is open, when a call needs one. */
export function ProofQuestion() {
  const question = useSyncExternalStore(onProofQuestion, proofQuestion);
  if (question === null) return null;
  return (
    <LatePart name="proof" load={() => import("../account/proof-dialog.tsx")}>
      {({ ProofDialog }) => <ProofDialog question={question} />}
    </LatePart>
  );
}
