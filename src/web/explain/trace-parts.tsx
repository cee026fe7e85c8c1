import { useId } from "react";
import { FormattedMessage } from "react-intl";
import type { TraceStep } from "../data/explain.ts";
import { mayI, useMe } from "../data/me.ts";
import { orderByCause, type TracePart } from "./causal-order.ts";
import styles from "./explain.module.css";
import { StepEntry } from "./step-entry.tsx";

type Trace = readonly TraceStep[];

/** R25: how a verdict comes about: who decides, the dates, exceptions; what played no part is folded away. */
export function TraceParts({ trace }: { trace: Trace }) {
  const id = useId();
  const isAudited = mayI(useMe(), "read_audit");
  const { parts, noPart } = orderByCause(trace);
  return (
    <section className={styles.trace} aria-labelledby={id}>
      <h2 id={id}>
        <FormattedMessage id="explain.trace" />
      </h2>
      {parts.map(({ part, steps }) => (
        <Part key={part} part={part}>
          {steps.map(({ step, isOverruled }) => (
            <StepEntry
              key={trace.indexOf(step)}
              step={step}
              isAudited={isAudited}
              weight={isOverruled ? "overruled" : "counts"}
            />
          ))}
        </Part>
      ))}
      <NoPart trace={noPart} isAudited={isAudited} />
    </section>
  );
}

function Part({ part, children }: { part: TracePart; children: React.ReactNode }) {
  const id = useId();
  return (
    <div className={styles.part}>
      <h3 id={id}>
        <FormattedMessage id={`explain.part.${part}`} />
      </h3>
      <ol className={styles.steps} aria-labelledby={id}>
        {children}
      </ol>
    </div>
  );
}

function NoPart({ trace, isAudited }: { trace: Trace; isAudited: boolean }) {
  const id = useId();
  if (trace.length === 0) return null;
  const count = new Set(trace.map(({ rule }) => rule)).size;
  return (
    <details className={styles.noPart}>
      <summary id={id}>
        <FormattedMessage id="explain.no_part" values={{ count }} />
      </summary>
      <ol className={styles.steps} aria-labelledby={id}>
        {trace.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of an answer stay in their places
          <StepEntry key={at} step={step} isAudited={isAudited} weight="none" />
        ))}
      </ol>
    </details>
  );
}
