import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { type Notice, noticesQuery } from "../data/notices.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Banner } from "../ui/banner.tsx";
import { LocalTime } from "../ui/local-time.tsx";

/** What another level did to one's own administrators in the last two weeks; nothing if it did nothing. */
export function Notices() {
  const { data: notices = [] } = useQuery(noticesQuery);
  if (notices.length === 0) return null;
  return (
    <Banner
      tone="warning"
      title={<FormattedMessage id="overview.notices" values={{ count: notices.length }} />}
    >
      <ul>
        {notices.map((notice) => (
          <li key={`${notice.at} ${notice.administrator.id}`}>
            <NoticeText notice={notice} />
          </li>
        ))}
      </ul>
      <p>
        <FormattedMessage id="overview.notices.about" />
      </p>
    </Banner>
  );
}

function NoticeText({ notice }: { notice: Notice }) {
  const { code, by, administrator, at } = notice;
  const values = {
    who: <ActorName actor={by} isFirst />,
    name: administrator.displayName,
    at: <LocalTime at={at} />,
  };
  return <FormattedMessage id={`overview.notices.${code}`} values={values} />;
}
