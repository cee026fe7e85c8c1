import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { FormattedMessage } from "react-intl";
import { ConditionBadges } from "../adoption/conditions.tsx";
import { SupportText } from "../adoption/support-text.tsx";
import type { Installation } from "../data/adoption.ts";
import { questionAbout } from "../explain/explain-search.ts";
import { PAGES } from "../paths.ts";
import { NextText } from "../schedule/next-text.tsx";
import { classOfButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { IdText } from "../ui/id-text.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { Facts } from "../ui/section.tsx";
import styles from "./computer.module.css";

interface Props {
  readonly organizationId: string;
  readonly installation: Installation;
}

/** One installation for a person at a help desk: what it runs and is offered, what comes next and when, and why. */
export function Computer({ organizationId, installation: one }: Props) {
  const [head, why] = [useId(), useId()];
  const word = (id: WordId) => <FormattedMessage key="word" id={`computers.${id}`} />;
  return (
    <article className={styles.computer} aria-labelledby={head}>
      <h4 id={head}>
        <FormattedMessage
          id="adoption.platform.name"
          values={{ platform: PLATFORM_NAMES[one.platform], arch: one.arch }}
        />
        {one.osVersion !== null && <small className={styles.system}>{one.osVersion}</small>}
      </h4>
      <IdText id={one.installation} />
      <Facts
        facts={[
          [word("runs"), <Runs key="what" installation={one} />],
          [word("offered"), <Offered key="what" installation={one} />],
          [word("next"), <NextText key="what" next={one.next} isFact hasHint />],
          [word("why"), <Why key="what" installation={one} />],
          [word("asked"), <Asked key="what" at={one.lastAskedAt} />],
        ]}
      />
      <p>
        <Link
          id={why}
          className={classOfButton("secondary")}
          to={PAGES.customerWhy}
          params={{ organizationId }}
          search={questionAbout(one)}
          aria-labelledby={`${why} ${head}`}
        >
          <Icon name="help" size="small" />
          <FormattedMessage id="customer.why" />
        </Link>
      </p>
    </article>
  );
}

/** When it asked last, as far as that is noted. */
function Asked({ at }: { at: string }) {
  return (
    <>
      <LocalTime at={at} />{" "}
      <small>
        <FormattedMessage id="computers.asked_about" />
      </small>
    </>
  );
}

type WordId = "runs" | "offered" | "next" | "why" | "asked";

function Runs({ installation: { version, support, conditions } }: Pick<Props, "installation">) {
  return (
    <span className={styles.runs}>
      {version === null ? (
        <FormattedMessage id="computers.version_unknown" />
      ) : (
        <b>
          <bdi>{version}</bdi>
        </b>
      )}
      <ConditionBadges conditions={conditions} />
      <SupportText support={support} />
    </span>
  );
}

function Offered({ installation: { offeredNow } }: Pick<Props, "installation">): ReactNode {
  if (offeredNow === null) return <FormattedMessage id="computers.offered.none" />;
  return <FormattedMessage id="computers.offered.version" values={{ version: <b>{offeredNow}</b> }} />;
}

/** Why it runs less than the newest release that is out, or that it does not. */
function Why({ installation: { behind, managed } }: Pick<Props, "installation">): ReactNode {
  if (managed) return <FormattedMessage id="computers.why.managed" />;
  if (behind === null) return <FormattedMessage id="computers.why.newest" />;
  return <FormattedMessage id={`computers.why.${behind}`} />;
}
