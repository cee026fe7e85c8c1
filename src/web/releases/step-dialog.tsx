import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Release, ReleaseChange } from "../data/releases.ts";
import { Banner } from "../ui/banner.tsx";
import { BlocksDialog } from "./blocks-dialog.tsx";
import { BuildsDialog } from "./builds-dialog.tsx";
import { CriticalDialog } from "./critical-dialog.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import { LimitsDialog } from "./limits-dialog.tsx";
import { NoBuildsBanner } from "./no-builds-banner.tsx";
import type { Step } from "./releases-search.ts";
import { ReviewDialog } from "./review-dialog.tsx";

interface Props {
  readonly step: Step;
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
  readonly onStep: (step: Step) => void;
}

/** The dialog of a step with a release. */
export function StepDialog({ step, ...rest }: Props) {
  switch (step) {
    case "builds":
      return <BuildsDialog release={rest.release} onClose={rest.onClose} />;
    case "edit":
      return <EditDialog {...rest} />;
    case "limits":
      return <LimitsDialog {...rest} />;
    case "blocks":
      return <BlocksDialog {...rest} />;
    case "critical":
      return <CriticalDialog {...rest} />;
    case "publish":
    case "pause":
    case "resume":
    case "withdraw":
    case "ordinary":
      return <PlainStep step={step} {...rest} />;
  }
}

const CHANGES = {
  publish: { state: "published" },
  resume: { state: "published" },
  pause: { state: "paused" },
  withdraw: { state: "withdrawn" },
  ordinary: { critical: null },
} as const satisfies Record<string, ReleaseChange>;

/** A step that only needs to be confirmed. */
function PlainStep({ step, release, etag, onClose, onStep }: Props & { step: keyof typeof CHANGES }) {
  const intl = useIntl();
  const [basedOn, setBasedOn] = useState(etag);
  const { version } = release;
  return (
    <ReviewDialog
      title={intl.formatMessage({ id: `releases.step.${step}.title` }, { version })}
      confirm={intl.formatMessage({ id: `releases.step.${step}` })}
      done={intl.formatMessage({ id: `releases.step.${step}.done` }, { version })}
      isDangerous={step === "withdraw"}
      isUndoable={step !== "withdraw"}
      release={release}
      basedOn={basedOn}
      isOvertaken={basedOn !== etag}
      change={CHANGES[step]}
      onKeep={() => setBasedOn(etag)}
      onClose={onClose}
    >
      {step === "withdraw" ? (
        <Banner tone="warning" title={<FormattedMessage id="releases.step.withdraw.for_good" />}>
          <FormattedMessage id="releases.step.withdraw.about" />
        </Banner>
      ) : (
        <p>
          <FormattedMessage id={`releases.step.${step}.about`} />
        </p>
      )}
      {step === "publish" && <NoBuildsBanner release={release} onAdd={() => onStep("builds")} />}
    </ReviewDialog>
  );
}
