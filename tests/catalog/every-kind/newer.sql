CREATE TABLE shop.newer (
  id integer,
  doubled integer GENERATED ALWAYS AS (id * 2) VIRTUAL,
  room int4range,
  during int4range,
  parent integer,
  CONSTRAINT newer_pkey PRIMARY KEY (id),
  CONSTRAINT newer_room UNIQUE (room, during WITHOUT OVERLAPS),
  CONSTRAINT newer_check CHECK (id > 0) NOT ENFORCED,
  CONSTRAINT newer_parent FOREIGN KEY (parent) REFERENCES shop.newer NOT ENFORCED,
  CONSTRAINT newer_period FOREIGN KEY (room, PERIOD during) REFERENCES shop.newer (room, PERIOD during)
);
ALTER TABLE shop.newer ADD CONSTRAINT newer_sure NOT NULL parent NOT VALID;
