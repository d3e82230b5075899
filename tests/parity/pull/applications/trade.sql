-- A trader's tables as they came from elsewhere: names in capitals and with blanks, keys of text, pictures, many to many.
create table "Categories" (
  "CategoryID" smallint not null,
  "CategoryName" character varying(15) not null,
  "Description" text,
  "Picture" bytea
);
create table "Customers" ("CustomerID" bpchar not null, "CompanyName" character varying(40) not null, "Phone" character varying(24));
create table "CustomerCustomerDemo" ("CustomerID" bpchar not null, "CustomerTypeID" bpchar not null);
create table "CustomerDemographics" ("CustomerTypeID" bpchar not null, "CustomerDesc" text);
create table "Employees" (
  "EmployeeID" smallint not null,
  "LastName" character varying(20) not null,
  "BirthDate" date,
  "ReportsTo" smallint,
  "Photo" bytea,
  constraint "CK_Birthdate" check ("BirthDate" < current_date)
);
create table "EmployeeTerritories" ("EmployeeID" smallint not null, "TerritoryID" character varying(20) not null);
create table "Region" ("RegionID" smallint not null, "RegionDescription" bpchar not null);
create table "Territories" (
  "TerritoryID" character varying(20) not null,
  "TerritoryDescription" bpchar not null,
  "RegionID" smallint not null
);
create table "Shippers" ("ShipperID" smallint not null, "CompanyName" character varying(40) not null);
create table "Orders" (
  "OrderID" smallint not null,
  "CustomerID" bpchar,
  "EmployeeID" smallint,
  "OrderDate" date default current_date,
  "ShipVia" smallint,
  "Freight" real default 0,
  "Ship Name" character varying(40)
);
create table "Products" (
  "ProductID" smallint not null,
  "ProductName" character varying(40) not null,
  "CategoryID" smallint,
  "UnitPrice" real,
  "Discontinued" integer not null
);
create table "Order Details" (
  "OrderID" smallint not null,
  "ProductID" smallint not null,
  "UnitPrice" money default 0 not null,
  "Quantity" smallint default 1 not null,
  "Discount" real default 0 not null,
  constraint "CK_Discount" check ("Discount" >= 0 and "Discount" <= 1),
  constraint "CK_Quantity" check ("Quantity" > 0)
);
alter table only "Categories" add constraint "pk_Categories" primary key ("CategoryID");
alter table only "Customers" add constraint "pk_Customers" primary key ("CustomerID");
alter table only "CustomerDemographics" add constraint "pk_CustomerDemographics" primary key ("CustomerTypeID");
alter table only "CustomerCustomerDemo" add constraint "pk_CustomerCustomerDemo" primary key ("CustomerID", "CustomerTypeID");
alter table only "Employees" add constraint "pk_Employees" primary key ("EmployeeID");
alter table only "EmployeeTerritories" add constraint "pk_EmployeeTerritories" primary key ("EmployeeID", "TerritoryID");
alter table only "Region" add constraint "pk_Region" primary key ("RegionID");
alter table only "Territories" add constraint "pk_Territories" primary key ("TerritoryID");
alter table only "Shippers" add constraint "pk_Shippers" primary key ("ShipperID");
alter table only "Orders" add constraint "pk_Orders" primary key ("OrderID");
alter table only "Products" add constraint "pk_Products" primary key ("ProductID");
alter table only "Order Details" add constraint "pk_Order Details" primary key ("OrderID", "ProductID");
create index "CategoryName" on "Categories" ("CategoryName");
create index "Order Details_ProductID" on "Order Details" ("ProductID");
create index "OrderDate" on "Orders" ("OrderDate" desc nulls last);
alter table "CustomerCustomerDemo" add constraint "FK_CustomerCustomerDemo" foreign key ("CustomerTypeID") references "CustomerDemographics";
alter table "CustomerCustomerDemo" add constraint "FK_CustomerCustomerDemo_Customers" foreign key ("CustomerID") references "Customers";
alter table "Employees" add constraint "FK_Employees_Employees" foreign key ("ReportsTo") references "Employees";
alter table "EmployeeTerritories" add foreign key ("EmployeeID") references "Employees";
alter table "EmployeeTerritories" add foreign key ("TerritoryID") references "Territories";
alter table "Territories" add foreign key ("RegionID") references "Region";
alter table "Orders" add foreign key ("CustomerID") references "Customers", add foreign key ("EmployeeID") references "Employees",
  add foreign key ("ShipVia") references "Shippers";
alter table "Products" add foreign key ("CategoryID") references "Categories";
alter table "Order Details" add foreign key ("OrderID") references "Orders", add foreign key ("ProductID") references "Products";
create view "Order Subtotals" as
  select "OrderID", sum("UnitPrice" * "Quantity" * (1 - "Discount")) as "Subtotal" from "Order Details" group by "OrderID";
create view "Summary of Sales by Year" as
  select extract(year from o."OrderDate") as "Year", o."OrderID", s."Subtotal" from "Orders" o join "Order Subtotals" s using ("OrderID");
