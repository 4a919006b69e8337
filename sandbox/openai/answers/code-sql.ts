import type { Task } from "./code-task";

export const sqlTasks: readonly Task[] = [
  {
    pattern: /duplicate/iu,
    intro: "Finding duplicates, and then keeping only the oldest of each.",
    code: `
select email, count(*) as times
from users
group by email
having count(*) > 1
order by times desc;

delete from users
where id in (
  select id
  from (select id, row_number() over (partition by lower(email) order by created_at, id) as place from users) ranked
  where place > 1
);

create unique index users_email_key on users (lower(email));`,
    notes: ["Run the first part alone before you delete.", "The unique index keeps them from coming back."],
  },
  {
    pattern: /month|revenue|per day|growth|over time/iu,
    intro: "Revenue by month, the empty months included, with the change to the month before.",
    code: `
with months as (
  select generate_series(date '2026-01-01', date '2026-12-01', interval '1 month')::date as month
), sums as (
  select date_trunc('month', paid_at)::date as month, sum(amount_cents) as cents
  from payments
  where status = 'succeeded'
  group by 1
)
select month,
       coalesce(cents, 0) / 100.0 as revenue,
       coalesce(cents, 0) - lag(coalesce(cents, 0)) over (order by month) as change_cents
from months
left join sums using (month)
order by month;`,
    notes: [
      "`generate_series` gives a row to months without a payment.",
      "Money stays in whole cents until it is shown.",
    ],
  },
  {
    pattern: /top|best|most|largest|highest/iu,
    intro: "The ten customers who spent the most.",
    code: `
select c.id, c.name, count(*) as orders, sum(o.total_cents) / 100.0 as spent
from customers c
join orders o on o.customer_id = c.id
where o.placed_at >= current_date - interval '90 days'
group by c.id, c.name
order by sum(o.total_cents) desc, c.id
limit 10;

create index orders_by_customer on orders (customer_id, placed_at);`,
    notes: [
      "The `c.id` at the end decides ties, so that pages do not shuffle.",
      "The index lets the join read only recent orders.",
    ],
  },
  {
    intro: "A query to start from, with the table it expects.",
    code: `
create table entries (
  id bigint generated always as identity primary key,
  name text not null,
  amount_cents bigint not null check (amount_cents >= 0),
  created_at timestamptz not null
);

select name, count(*) as entries, sum(amount_cents) / 100.0 as total
from entries
where created_at >= date '2026-01-01'
group by name
order by total desc, name;`,
    notes: ["The check keeps nonsense out at the door.", "Add an index on `created_at` once the table is large."],
  },
];
