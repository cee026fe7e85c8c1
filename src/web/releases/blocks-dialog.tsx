import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { MAX_BLOCKS } from "../../catalog/block.ts";
import { ARCHITECTURES, PLATFORMS } from "../../catalog/platform.ts";
import type { Release } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isInstantOrNull, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { DateTimeField } from "../ui/date-time-field.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import {
  ANY,
  type BlockDraft,
  EMPTY_BLOCK,
  readBlock,
  type ShownBlock,
  toBlocksChange,
} from "./block-fields.ts";
import { BlockText } from "./block-text.tsx";
import styles from "./releases.module.css";
import { ReviewDialog } from "./review-dialog.tsx";
import { isOsText } from "./typed-text.ts";

interface Props {
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
}

const KIND: DraftKind<BlockDraft> = {
  fields: {
    platform: (value) => [ANY, ...PLATFORMS].some((one) => one === value),
    arch: (value) => [ANY, ...ARCHITECTURES].some((one) => one === value),
    from: isText,
    below: isText,
    reason: isText,
    until: isInstantOrNull,
  },
  isSame: isIdentical,
};

/** R31: the computers to which a release is not offered: takes blocks away and adds one. */
export function BlocksDialog({ release, etag, onClose }: Props) {
  const intl = useIntl();
  const [basedOn, setBasedOn] = useState(etag);
  const [kept, setKept] = useState<readonly ShownBlock[]>(release.blocks);
  const { id, version } = release;
  const place = `release/${id}/block`;
  const draft = useDraft<BlockDraft>({ kind: KIND, place, name: version, now: EMPTY_BLOCK, etag: null });
  const entered = { ...EMPTY_BLOCK, ...draft.changes };
  const isBegun = draft.isChanged;
  const added = readBlock(entered);
  const blocks = isBegun && added ? [...kept, added] : kept;
  const isChanged = kept.length < release.blocks.length || isBegun;
  const isReady = isChanged && (!isBegun || added !== null);
  const keep = () => {
    setBasedOn(etag);
    setKept(release.blocks);
  };
  return (
    <ReviewDialog
      title={intl.formatMessage({ id: "releases.step.blocks.title" }, { version })}
      confirm={intl.formatMessage({ id: "frame.save" })}
      done={intl.formatMessage({ id: "releases.step.blocks.done" }, { version })}
      release={release}
      basedOn={basedOn}
      isOvertaken={basedOn !== etag}
      change={isReady ? toBlocksChange(blocks) : null}
      missing={intl.formatMessage({ id: isChanged ? "releases.mend_first" : "releases.nothing_changed" })}
      onKeep={keep}
      draft={draft}
      onClose={onClose}
    >
      <FoundDraft draft={draft} />
      <p>
        <FormattedMessage id="releases.step.blocks.about" />
      </p>
      <KeptBlocks blocks={kept} onRemove={(gone) => setKept(kept.filter((block) => block !== gone))} />
      {kept.length < MAX_BLOCKS && <BlockForm draft={entered} onChange={draft.change} />}
    </ReviewDialog>
  );
}

interface KeptProps {
  readonly blocks: readonly ShownBlock[];
  readonly onRemove: (block: ShownBlock) => void;
}

function KeptBlocks({ blocks, onRemove }: KeptProps) {
  const intl = useIntl();
  if (blocks.length === 0) return null;
  return (
    <ul className={styles.builds} aria-label={intl.formatMessage({ id: "releases.blocks" })}>
      {blocks.map((block) => (
        <li key={JSON.stringify(block)} className={styles.line}>
          <span>
            <BlockText block={block} />
          </span>
          <Button look="quiet" onPress={() => onRemove(block)}>
            <FormattedMessage id="releases.block.remove" />
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface FormProps {
  readonly draft: BlockDraft;
  readonly onChange: (fields: Partial<BlockDraft>) => void;
}

function BlockForm({ draft, onChange }: FormProps) {
  const intl = useIntl();
  const any = { value: ANY, label: intl.formatMessage({ id: "releases.block.any" }) } as const;
  const wrong = (text: string) =>
    isOsText(text) ? undefined : intl.formatMessage({ id: "releases.block.os_malformed" });
  return (
    <div className={styles.form}>
      <SelectField<BlockDraft["platform"]>
        label={intl.formatMessage({ id: "releases.platform" })}
        options={[any, ...PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))]}
        value={draft.platform}
        onChange={(platform) => onChange({ platform })}
      />
      <SelectField<BlockDraft["arch"]>
        label={intl.formatMessage({ id: "releases.arch" })}
        options={[any, ...ARCHITECTURES.map((value) => ({ value, label: value }))]}
        value={draft.arch}
        onChange={(arch) => onChange({ arch })}
      />
      <TextField
        label={intl.formatMessage({ id: "releases.block.os_from" })}
        description={intl.formatMessage({ id: "releases.block.os_from.about" })}
        value={draft.from}
        onChange={(from) => onChange({ from })}
        problem={wrong(draft.from)}
      />
      <TextField
        label={intl.formatMessage({ id: "releases.block.os_below" })}
        description={intl.formatMessage({ id: "releases.block.os_below.about" })}
        value={draft.below}
        onChange={(below) => onChange({ below })}
        problem={wrong(draft.below)}
      />
      <DateTimeField
        label={intl.formatMessage({ id: "releases.block.ends" })}
        description={intl.formatMessage({ id: "releases.block.ends.about" })}
        zone="utc"
        value={draft.until}
        onChange={(until) => onChange({ until })}
      />
      <TextField
        label={intl.formatMessage({ id: "releases.block.reason" })}
        isRequired
        maxLength={2000}
        value={draft.reason}
        onChange={(reason) => onChange({ reason })}
      />
    </div>
  );
}
