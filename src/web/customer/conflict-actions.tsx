import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { useMe } from "../data/me.ts";
import { type ConflictSide, organizationSettingsQuery } from "../data/organization.ts";
import { requestsOfQuery } from "../data/requests.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { Button } from "../ui/button.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import styles from "./customer.module.css";
import { CustomerSaveDialog } from "./customer-save-dialog.tsx";

interface Props {
  readonly organizationId: string;
  readonly sides: readonly ConflictSide[];
  readonly onSay: ((schedule: Schedule) => void) | undefined;
}

/** What is open above the banner: the save of a schedule, the question to a side, or neither (null). */
type Opened = { readonly say: Schedule } | { readonly ask: ConflictSide } | null;

/**
 * The ways out of a conflict, for each of the other sides: set the same as that one, or ask it to set the same; nothing
 * for those who may not change the settings, and not what an open request stands for already.
 */
export function ConflictActions({ organizationId, sides, onSay }: Props) {
  const me = useMe();
  const { data: settings } = useQuery(organizationSettingsQuery(organizationId));
  const { data: requests } = useQuery(requestsOfQuery(organizationId));
  const [opened, setOpened] = useState<Opened>(null);
  const mine = sides.find(({ partnerId }) => partnerId === me.partnerId);
  if (!settings?.body.editable || (me.partnerId !== undefined && !mine)) return null;
  const others = sides.filter((side) => side !== mine);
  const isOpen = (fromId: string | undefined, toId: string | undefined) =>
    requests?.some(
      ({ state, from, to }) => state === "open" && from.partnerId === fromId && to.partnerId === toId,
    ) ?? false;
  // Accepting what a side asks is setting the same as it.
  const toSay = others.filter(({ partnerId }) => !isOpen(partnerId, me.partnerId));
  const toAsk = mine ? others.filter(({ partnerId }) => !isOpen(me.partnerId, partnerId)) : [];
  const close = () => setOpened(null);
  const say = (schedule: Schedule) => (onSay ? onSay(schedule) : setOpened({ say: schedule }));
  return (
    <>
      <div className={styles.actions}>
        {toSay.map(({ partnerId, partnerName: partner, schedule }) => (
          <Button key={partnerId} onPress={() => say(schedule)}>
            <FormattedMessage id={`customer.conflict.${mine ? "same" : "use"}`} values={{ partner }} />
          </Button>
        ))}
        {toAsk.map((side) => (
          <AskButton key={side.partnerId} side={side} onPress={() => setOpened({ ask: side })} />
        ))}
      </div>
      {opened && "say" in opened && (
        <CustomerSaveDialog
          me={me}
          organizationId={organizationId}
          before={{ settings: settings.body, ownInConflict: mine && !mine.isDefault ? mine.schedule : null }}
          change={{ schedule: opened.say }}
          basedOn={settings.etag}
          onKeep={undefined}
          onClose={close}
          onLeave={close}
        />
      )}
      {opened && "ask" in opened && mine && (
        <AskDialog
          organizationId={organizationId}
          side={opened.ask}
          proposed={mine.schedule}
          onClose={close}
        />
      )}
    </>
  );
}

function AskButton({ side, onPress }: { side: ConflictSide; onPress: () => void }) {
  const { partnerName: partner, canChange } = side;
  const cannot = <FormattedMessage id="customer.conflict.ask.cannot" values={{ partner }} />;
  return (
    <Button onPress={onPress} disabledReason={canChange ? undefined : cannot}>
      <FormattedMessage id="customer.conflict.ask" values={{ partner }} />
    </Button>
  );
}
