import { FormattedMessage, useIntl } from "react-intl";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { type SaidBlock, type ShownBlock, toShownBlock } from "./block-fields.ts";

/** R31: a block in a sentence: the computers, the reason and the end. */
export function BlockText({ block }: { block: ShownBlock }) {
  const { reason, until } = block;
  return (
    <FormattedMessage
      id={until === null ? "releases.block" : "releases.block.until"}
      values={{
        computers: <b>{useComputers(block)}</b>,
        reason,
        until: until !== null && <CalendarDay at={until} show="time" />,
      }}
    />
  );
}

/** R31: all blocks of a release, as a change or the ledger has them. */
export function BlockLines({ blocks }: { blocks: readonly SaidBlock[] }) {
  if (blocks.length === 0) return <FormattedMessage id="releases.blocks.none" />;
  const shown = blocks.map(toShownBlock);
  return (
    <ul>
      {shown.map((block) => (
        <li key={JSON.stringify(block)}>
          <BlockText block={block} />
        </li>
      ))}
    </ul>
  );
}

/** The computers that a block is about, such as "Windows x64, from 10.0.22631 and below 10.0.26100". */
function useComputers({ platform, arch, osVersion }: ShownBlock): string {
  const intl = useIntl();
  const { from = null, below = null } = osVersion ?? {};
  const computers = [platform === null ? null : PLATFORM_NAMES[platform], arch]
    .filter((part) => part !== null)
    .join(" ");
  const bounds = [
    from === null ? "" : intl.formatMessage({ id: "releases.block.from" }, { version: from }),
    below === null ? "" : intl.formatMessage({ id: "releases.block.below" }, { version: below }),
  ].filter((part) => part !== "");
  const versions = intl.formatList(bounds);
  if (computers !== "" && versions !== "")
    return intl.formatMessage({ id: "releases.block.of" }, { computers, versions });
  return computers || versions || intl.formatMessage({ id: "releases.block.all" });
}
