// EF's compiled queries, without a new delegate at each run.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Makola.Data;

/// <summary>
/// Compiles the lambdas inside a query (what reads a row, what finds the command) with the query, once. Since version 9 EF leaves them in the tree, and .NET makes
/// a delegate of each whenever the query runs: https://github.com/dotnet/efcore/issues/35210, mended there for includes only (issue 35212). This costs a page with
/// two queries 4 % of its time. EF calls the place where constants come into the tree experimental; when it is gone, so may this be.
/// </summary>
#pragma warning disable EF9100
public sealed class QueryDelegates(
    ShapedQueryCompilingExpressionVisitorDependencies shaping, RelationalShapedQueryCompilingExpressionVisitorDependencies relational, RelationalCommandBuilderDependencies commands)
    : RelationalLiftableConstantProcessor(shaping, relational, commands)
#pragma warning restore EF9100
{
    /// <inheritdoc/>
    public override Expression InlineConstants(Expression expression, bool supportsPrecompiledQuery)
    {
        var made = base.InlineConstants(expression, supportsPrecompiledQuery);
        return made is LambdaExpression query ? Expression.Lambda(query.Type, new Compiler().Visit(query.Body), query.Parameters) : made;
    }

    private sealed class Compiler : ExpressionVisitor
    {
        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            var names = new Names();
            names.Visit(node);
            return names.Used.IsSubsetOf(names.Declared) ? Expression.Constant(node.Compile(), node.Type) : base.VisitLambda(node);
        }
    }

    /// <summary>The parameters and variables of a lambda: its own, and all it uses.</summary>
    private sealed class Names : ExpressionVisitor
    {
        public HashSet<ParameterExpression> Declared { get; } = [];

        public HashSet<ParameterExpression> Used { get; } = [];

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            Declared.UnionWith(node.Parameters);
            return base.VisitLambda(node);
        }

        protected override Expression VisitBlock(BlockExpression node)
        {
            Declared.UnionWith(node.Variables);
            return base.VisitBlock(node);
        }

        protected override CatchBlock VisitCatchBlock(CatchBlock node)
        {
            if (node.Variable is { } caught) Declared.Add(caught);
            return base.VisitCatchBlock(node);
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Used.Add(node);
            return node;
        }
    }
}
