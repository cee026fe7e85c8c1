import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { CRITICAL_SCOPES, type CriticalScope } from "../../catalog/release.ts";
import type { Release } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { RadioField } from "../ui/radio-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ReviewDialog } from "./review-dialog.tsx";

interface Props {
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
}

interface CriticalFields {
  readonly scope: CriticalScope;
  readonly reason: string;
}

const NOTHING: CriticalFields = { scope: "line", reason: "" };

const KIND: DraftKind<CriticalFields> = {
  fields: { scope: (value) => CRITICAL_SCOPES.some((one) => one === value), reason: isText },
  isSame: isIdentical,
};

/** R20: makes a release critical, so that it passes over every schedule; asks for the reason and the scope. */
export function CriticalDialog({ release, etag, onClose }: Props) {
  const intl = useIntl();
  const [basedOn, setBasedOn] = useState(etag);
  const { id, version } = release;
  const place = `release/${id}/critical`;
  const draft = useDraft<CriticalFields>({ kind: KIND, place, name: version, now: NOTHING, etag: null });
  const { scope, reason } = { ...NOTHING, ...draft.changes };
  const written = reason.trim();
  return (
    <ReviewDialog
      title={intl.formatMessage({ id: "releases.step.critical.title" }, { version })}
      confirm={intl.formatMessage({ id: "releases.step.critical" })}
      done={intl.formatMessage({ id: "releases.step.critical.done" }, { version })}
      isDangerous
      release={release}
      basedOn={basedOn}
      isOvertaken={basedOn !== etag}
      change={written === "" ? null : { critical: { reason: written, scope } }}
      missing={intl.formatMessage({ id: "releases.critical.reason_missing" })}
      onKeep={() => setBasedOn(etag)}
      draft={draft}
      onClose={onClose}
    >
      <FoundDraft draft={draft} />
      <p>
        <FormattedMessage id="releases.step.critical.about" />
      </p>
      <TextField
        label={intl.formatMessage({ id: "releases.critical.reason" })}
        description={intl.formatMessage({ id: "releases.critical.reason_about" })}
        isLong
        isRequired
        maxLength={2000}
        value={reason}
        onChange={(text) => draft.change({ reason: text })}
      />
      <RadioField
        label={intl.formatMessage({ id: "releases.critical.scope" })}
        value={scope}
        onChange={(next) => draft.change({ scope: next })}
        choices={CRITICAL_SCOPES.map((value) => ({
          value,
          label: <FormattedMessage id={`releases.critical.scope.${value}`} />,
          description: <FormattedMessage id={`releases.critical.scope.${value}.about`} />,
        }))}
      />
    </ReviewDialog>
  );
}
