package io.harden4j.guard.sql;

/**
 * The nodes of a parsed query that are permitted, each with the parts of it that may be used. Whatever is not here is refused: an unknown class at once,
 * an unknown part as soon as it holds anything. A test compares the list with every class of the parser, so that a new version of it is a decision.
 */
final class SqlConstructs {
  private SqlConstructs() {}

  /** One line a class, its name behind {@code net.sf.jsqlparser}, then its permitted fields. */
  static final String PERMITTED = """
      expression.Alias: name useAs aliasColumns
      expression.Alias$AliasColumn: name
      expression.AllValue:
      expression.AnalyticExpression: name expression offset defaultValue allColumns type distinct filterExpression funcOrderBy windowName windowDef
      expression.AnyComparisonExpression: select anyType
      expression.BooleanValue: value
      expression.CaseExpression: usingBrackets switchExpression whenClauses elseExpression
      expression.CastExpression: keyword leftExpression colDataType isImplicitCast
      expression.DateTimeLiteralExpression: value type
      expression.DoubleValue: value stringValue
      expression.ExtractExpression: name expression
      expression.Function: nameparts parameters namedParameters allColumns distinct orderByElements
      expression.IntervalExpression: intervalKeyword parameter intervalType expression
      expression.LongValue: stringValue
      expression.MySQLGroupConcat: expressionList distinct orderByElements separator
      expression.NotExpression: expression
      expression.NullValue:
      expression.OrderByClause: orderByElements
      expression.Parenthesis:
      expression.PartitionByClause: partitionExpressionList brackets
      expression.SignedExpression: sign expression
      expression.StringValue: value
      expression.TimeKeyExpression: stringValue
      expression.TimezoneExpression: timezoneExpressions leftExpression
      expression.TrimFunction: trimSpecification expression fromExpression isUsingFromKeyword
      expression.WhenClause: whenExpression thenExpression
      expression.WindowDefinition: orderBy partitionBy windowElement windowName
      expression.WindowElement: type offset range
      expression.WindowOffset: expression type
      expression.WindowRange: start end
      expression.operators.arithmetic.Addition: leftExpression rightExpression
      expression.operators.arithmetic.Concat: leftExpression rightExpression
      expression.operators.arithmetic.Division: leftExpression rightExpression
      expression.operators.arithmetic.IntegerDivision: leftExpression rightExpression
      expression.operators.arithmetic.Modulo: leftExpression rightExpression
      expression.operators.arithmetic.Multiplication: leftExpression rightExpression
      expression.operators.arithmetic.Subtraction: leftExpression rightExpression
      expression.operators.conditional.AndExpression: leftExpression rightExpression
      expression.operators.conditional.OrExpression: leftExpression rightExpression
      expression.operators.relational.Between: leftExpression not betweenExpressionStart betweenExpressionEnd
      expression.operators.relational.EqualsTo: operator leftExpression rightExpression
      expression.operators.relational.ExistsExpression: rightExpression not
      expression.operators.relational.ExpressionList:
      expression.operators.relational.GreaterThan: operator leftExpression rightExpression
      expression.operators.relational.GreaterThanEquals: operator leftExpression rightExpression
      expression.operators.relational.InExpression: leftExpression not rightExpression
      expression.operators.relational.IsBooleanExpression: leftExpression not isTrue
      expression.operators.relational.IsDistinctExpression: not leftExpression rightExpression
      expression.operators.relational.IsNullExpression: leftExpression not
      expression.operators.relational.IsUnknownExpression: leftExpression isNot
      expression.operators.relational.LikeExpression: not escapeExpression likeKeyWord leftExpression rightExpression
      expression.operators.relational.MinorThan: operator leftExpression rightExpression
      expression.operators.relational.MinorThanEquals: operator leftExpression rightExpression
      expression.operators.relational.NamedExpressionList: names
      expression.operators.relational.NotEqualsTo: operator leftExpression rightExpression
      expression.operators.relational.ParenthesedExpressionList:
      schema.Column: table columnName tableDelimiter
      schema.Table: partItems partDelimiters alias
      statement.create.table.ColDataType: dataType argumentsStringList
      statement.select.AllColumns:
      statement.select.AllTableColumns: table
      statement.select.Distinct: onSelectItems
      statement.select.ExceptOp: distinct all type
      statement.select.Fetch: fetchParameters expression isFetchParamFirst
      statement.select.GroupByElement: groupByExpressions groupingSets
      statement.select.IntersectOp: distinct all type
      statement.select.Join: onExpressions usingColumns outer right left full inner simple cross fromItem
      statement.select.LateralSubSelect: prefix alias select limit offset fetch orderByElements
      statement.select.Limit: rowCount offset
      statement.select.Offset: offsetExpression offsetParam
      statement.select.OrderByElement: expression asc ascDescPresent nullOrdering
      statement.select.ParenthesedFromItem: fromItem joins
      statement.select.ParenthesedSelect: alias select withItemsList limit offset fetch orderByElements
      statement.select.PlainSelect: distinct selectItems fromItem joins where groupBy having top windowDefinitions withItemsList limit offset fetch orderByElements
      statement.select.SelectItem: expression alias
      statement.select.SetOperationList: selects operations withItemsList limit offset fetch orderByElements
      statement.select.Top: hasParenthesis isPercentage isWithTies expression
      statement.select.UnionOp: distinct all type
      statement.select.WithItem: statement alias withItemList materialized
      """;

  /** What only a rendering may hold: the tenant's place. */
  static final String RENDERED_ONLY = """
      expression.JdbcParameter: parameterCharacter index useFixedIndex
      """;
}
